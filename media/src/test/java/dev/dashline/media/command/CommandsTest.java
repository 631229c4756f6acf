package dev.dashline.media.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.Deinterlacing;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SoundCut;
import dev.dashline.media.plan.SourceFrames;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.EncodingProfile.Encoder;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.VideoCodec;
import dev.dashline.media.seek.SeekPoints;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.thumbnail.TileSheets;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final TaskFiles FILES =
            new TaskFiles(MediaInput.file(Path.of("/media/a clip.mp4")), Path.of("/work/task-1"));
    private static final EncodeLimits LIMITS = new EncodeLimits(2, 1_000_000);
    private static final SourceColours HDR = new SourceColours(SourceColours.Pixels.YUV, 9, 16, 9, false, true);
    private static final ChunkGrid GRID = new ChunkGrid(new FrameRate(30_000, 1_001), 1_000, 60, 120, 240, 4);

    @Test
    void encodesAChunkInTheMiddleOfAVideoWithTheseArguments() {
        ChunkStart start = new ChunkStart(2, OptionalLong.of(16_416_000), OptionalLong.of(15_096_000), List.of());

        assertThat(VideoChunkCommand.arguments(plan(false), start, FILES, LIMITS))
                .containsExactlyElementsOf(lines("""
                    -hide_banner
                    -nostdin
                    -y
                    -loglevel
                    level+warning
                    -nostats
                    -progress
                    pipe:1
                    -stats_period
                    1
                    -xerror
                    -protocol_whitelist
                    file
                    -format_whitelist
                    mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,asf,mpeg,mxf,ogg,dv,gif
                    -max_pixels
                    1000000
                    -threads
                    2
                    -reinit_filter
                    0
                    -copyts
                    -noaccurate_seek
                    -seek_timestamp
                    1
                    -ss
                    16.416000
                    -itsoffset
                    -1.400000
                    -bsf:1
                    noise=drop='lt(pts*tb,15.095000)*gt(pts,nopts)'
                    -i
                    file:/media/a clip.mp4
                    -filter_complex
                    [0:1]fps=30000/1001,trim=start_pts=480,\
                    scale=1280:720:flags=bicubic:in_color_matrix=1:out_color_matrix=1:out_range=tv,setsar=1,format=yuv420p,\
                    setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,\
                    split=2[v0][s1];\
                    [s1]scale=426:240:flags=bicubic,setsar=1,format=yuv420p[v1]
                    -map
                    [v0]
                    -map
                    [v1]
                    -frames:v
                    240
                    -fps_mode
                    passthrough
                    -enc_time_base
                    1001/30000
                    -c:v
                    libx264
                    -threads
                    2
                    -g
                    60
                    -keyint_min
                    60
                    -sc_threshold
                    0
                    -x264-params
                    open-gop=0:vbv-init=0.4
                    -preset:v:0
                    veryfast
                    -profile:v:0
                    high
                    -level:v:0
                    3.1
                    -crf:v:0
                    22
                    -maxrate:v:0
                    3200000
                    -bufsize:v:0
                    6400000
                    -preset:v:1
                    veryfast
                    -profile:v:1
                    main
                    -level:v:1
                    2.1
                    -crf:v:1
                    23
                    -maxrate:v:1
                    450000
                    -bufsize:v:1
                    900000
                    -bitexact
                    -map_metadata
                    -1
                    -map_chapters
                    -1
                    -f
                    dash
                    -format_options
                    movflags=+frag_discont+negative_cts_offsets
                    -use_template
                    1
                    -use_timeline
                    1
                    -seg_duration
                    3.987316
                    -init_seg_name
                    $RepresentationID$/init.mp4
                    -media_seg_name
                    $RepresentationID$/$Time$.m4s
                    /work/task-1/chunk.mpd
                    """));
    }

    @Test
    void addsBarsWhereTheShapeOfThePicturesChanges() {
        ChunkStart start = new ChunkStart(
                2,
                OptionalLong.of(16_416_000),
                OptionalLong.empty(),
                List.of(new ChunkStart.Aspect(0, 4 / 3.0), new ChunkStart.Aspect(17_000_000, 16 / 9.0)));

        assertThat(String.join("\n", VideoChunkCommand.arguments(plan(false), start, FILES, LIMITS)))
                .contains("scale=w='max(2,min(1280,2*round(720*if(lt(t,16.983317),1.33333,1.77778)/2)))'"
                        + ":h='max(2,min(720,2*round(1280/if(lt(t,16.983317),1.33333,1.77778)/2)))':eval=frame:")
                .contains(",pad=1280:720:-1:-1:eval=frame,split");
    }

    @Test
    void startsTheFirstChunkAtTheBeginningWithAFullBuffer() {
        ChunkStart start = new ChunkStart(0, OptionalLong.empty());

        assertThat(VideoChunkCommand.arguments(plan(false), start, FILES, LIMITS))
                .doesNotContain("-ss")
                .anySatisfy(argument -> assertThat(argument).startsWith("[0:1]fps=30000/1001:start_time=0,scale"))
                .contains("open-gop=0");
    }

    @Test
    void readsTheLastChunkToTheEndOfTheSourceButNoFurtherThanASegmentBeyond() {
        assertThat(GRID.frameLimit(3)).isEqualTo(1_000 - 3 * 240 + 120);
    }

    @Test
    void deinterlacesBeforeFramesAreChosenAndMapsColoursAsItScales() {
        ChunkStart start = new ChunkStart(1, OptionalLong.of(8_408_000));

        assertThat(VideoChunkCommand.arguments(plan(true), start, FILES, LIMITS))
                .anySatisfy(argument -> assertThat(argument)
                        .startsWith("[0:1]scale=interl=-1,bwdif=mode=send_field:deint=all,fps=")
                        .contains("out_transfer=bt709"));
    }

    @Test
    void encodesAnAudioTrackWithTheseArguments() {
        List<String> arguments =
                AudioTrackCommand.arguments(plan(false), 0, new ChunkStart(0, OptionalLong.empty()), FILES, LIMITS);

        assertThat(arguments.subList(17, 29)).containsExactlyElementsOf(lines("""
            -copyts
            -vn
            -sn
            -dn
            -i
            file:/media/a clip.mp4
            -filter_complex
            [0:2]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=2c[alike]
            -filter_complex
            [alike]asetpts='PTS-67200',aresample=async=1:min_comp=0.000001:min_hard_comp=0.02,\
            aresample=async=1:min_comp=0.000001:first_pts=0,aresample=48000,\
            atrim=start_pts=1024:end_pts=1848000,aformat=sample_fmts=fltp:channel_layouts=2c[sound]
            -map
            [sound]
            """));
        assertThat(arguments.subList(29, 33)).containsExactly("-c:a", "aac", "-b:a", "128000");
        assertThat(arguments).containsSequence("-seg_duration", "4.004000").doesNotContain("-bsf:a");
    }

    @Test
    void encodesAChunkOfAnAudioTrackWithARunUpThatIsDropped() {
        ChunkStart start = new ChunkStart(1, OptionalLong.of(40_000_000));
        SoundCut cut = new SoundCut(2_820, 3, new SourceFrames(44_100, 1_024, 812, 28));

        List<String> arguments = AudioTrackCommand.arguments(plan(false, Optional.of(cut)), 0, start, FILES, LIMITS);

        assertThat(arguments.subList(21, 35)).containsExactlyElementsOf(lines("""
            -noaccurate_seek
            -seek_timestamp
            1
            -ss
            40.000000
            -i
            file:/media/a clip.mp4
            -filter_complex
            [0:2]aresample=44100,aformat=sample_fmts=fltp:channel_layouts=2c[alike]
            -filter_complex
            [alike]asetpts='if(eq(N,0)+gt(abs(PTS-ld(1)),56)+gt(abs(PTS-ld(2)),882),\
            st(2,PTS+if(lte(abs((1024*round((PTS+S-812)/1024)-(PTS+S-812))),28),\
            (1024*round((PTS+S-812)/1024)-(PTS+S-812)),0)),0);\
            st(1,PTS+S);st(2,ld(2)+S)-S-61740',aresample=async=1:min_comp=0.000001:min_hard_comp=0.000001,\
            aresample=async=1:min_comp=0.000001:first_pts=2291583,aresample=48000,\
            atrim=start_pts=2495488:end_pts=5779456,aformat=sample_fmts=fltp:channel_layouts=2c[sound]
            -map
            [sound]
            -c:a
            """));
        assertThat(arguments).containsSequence("-bsf:a", "noise=drop='lt(pts,2887680)+gte(pts,5775360)'");
    }

    @Test
    void measuresLoudnessWithTheseArguments() {
        List<String> arguments = LoudnessCommand.ofEncoded(Path.of("/work/list.txt"), Path.of("/work/a:b's.txt"));

        assertThat(arguments.subList(21, arguments.size())).containsExactlyElementsOf(lines("""
            -af
            ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file='/work/a\\:b\\'\\''s.txt'
            -f
            null
            -
            """));
    }

    @Test
    void measuresAllOfATrackBeforeItIsEncodedWithTheseArguments() {
        SoundCut cut = new SoundCut(2_820, 3, new SourceFrames(44_100, 1_024, 812, 28));
        MediaPlan chunked = plan(false, Optional.of(cut));

        List<String> arguments = LoudnessCommand.ofSource(chunked, 0, FILES.source(), Path.of("/work/a.txt"), LIMITS);

        assertThat(arguments.subList(21, arguments.size())).containsExactlyElementsOf(lines("""
            -i
            file:/media/a clip.mp4
            -filter_complex
            [0:2]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=2c[alike]
            -filter_complex
            [alike]asetpts='PTS-67200',aresample=async=1:min_comp=0.000001:min_hard_comp=0.02,\
            aresample=async=1:min_comp=0.000001:first_pts=0,aresample=48000,\
            atrim=start_pts=1024:end_pts=1848000,aformat=sample_fmts=fltp:channel_layouts=2c[sound]
            -filter_complex
            [sound]ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file='/work/a.txt'[measured]
            -map
            [measured]
            -f
            null
            -
            """));
    }

    @Test
    void makesATrackLouder() {
        MediaPlan plan = plan(false);
        MediaPlan louder = plan.with(List.of(plan.audio().get(0).louder(-3.25)));

        assertThat(AudioTrackCommand.arguments(louder, 0, new ChunkStart(0, OptionalLong.empty()), FILES, LIMITS))
                .anySatisfy(argument -> assertThat(argument).contains(",volume=-3.25dB:precision=float,aformat="));
    }

    @Test
    void copiesWhatMayHaveCaptionsInItWithTheseArguments() {
        List<String> arguments =
                CaptionCommand.arguments(plan(false), new TextTrackPlan.Captions(2, "hevc"), FILES, LIMITS);

        assertThat(arguments.subList(17, arguments.size())).containsExactlyElementsOf(lines("""
            -copyts
            -i
            file:/media/a clip.mp4
            -map
            0:2
            -c
            copy
            -bsf:v
            filter_units=pass_types=39
            -f
            framecrc
            /work/task-1/captions.packets
            -map
            0:2
            -c
            copy
            -bsf:v
            filter_units=pass_types=39
            -fs
            1073741824
            -f
            data
            /work/task-1/captions.data
            """));
    }

    @Test
    void takesTextOutOfASourceWithTheseArguments() {
        List<TextTrackPlan> tracks = List.of(
                text("t0", new TextTrackPlan.Embedded(3)),
                text("t1", new TextTrackPlan.Embedded(5)),
                text("t2", new TextTrackPlan.File(URI.create("file:///a.vtt"))));

        List<String> arguments = TextCommand.arguments(plan(false), tracks, FILES, LIMITS);

        assertThat(arguments.subList(11, arguments.size())).containsExactlyElementsOf(lines("""
            -protocol_whitelist
            file
            -format_whitelist
            mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,avi,flv,asf,mpeg,mxf,ogg,dv,gif
            -max_pixels
            1000000
            -copyts
            -vn
            -an
            -dn
            -sub_charenc_mode
            ignore
            -i
            file:/media/a clip.mp4
            -map
            0:3
            -c:s
            webvtt
            -f
            webvtt
            /work/task-1/t0.vtt
            -map
            0:5
            -c:s
            webvtt
            -f
            webvtt
            /work/task-1/t1.vtt
            """));
    }

    @Test
    void makesSheetsOfSmallPicturesAndAPosterWithTheseArguments() {
        ThumbnailCommand.Files files = new ThumbnailCommand.Files(
                Path.of("/work/t.mp4"), Path.of("/work/p.mp4"), Path.of("/work/100%"), Path.of("/work/p.jpg"));

        List<String> arguments = ThumbnailCommand.arguments(TileSheets.Layout.of(192, 108, 15), files);

        assertThat(arguments.subList(11, arguments.size())).containsExactlyElementsOf(lines("""
            -threads
            1
            -err_detect
            explode
            -format_whitelist
            mov
            -protocol_whitelist
            file
            -i
            file:/work/t.mp4
            -threads
            1
            -err_detect
            explode
            -format_whitelist
            mov
            -protocol_whitelist
            file
            -i
            file:/work/p.mp4
            -map
            0:v:0
            -vf
            scale=192:108:out_color_matrix=bt601:out_range=pc:flags=bicubic+accurate_rnd+bitexact,\
            format=yuv420p,tile=10x2
            -fps_mode
            passthrough
            -bitexact
            -map_metadata
            -1
            -c:v
            mjpeg
            -threads
            1
            -q:v
            5
            -f
            image2
            -start_number
            1
            /work/100%%/%d.jpg
            -map
            1:v:0
            -vf
            scale=out_color_matrix=bt601:out_range=pc:flags=bicubic+accurate_rnd+bitexact,format=yuv420p
            -fps_mode
            passthrough
            -bitexact
            -map_metadata
            -1
            -c:v
            mjpeg
            -threads
            1
            -q:v
            3
            -f
            image2
            -update
            1
            /work/p.jpg
            """));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static MediaPlan plan(boolean special) {
        return plan(special, Optional.empty());
    }

    private static MediaPlan plan(boolean special, Optional<SoundCut> cut) {
        VideoPlan video = new VideoPlan(
                1,
                0,
                false,
                new VideoPlan.Picture(
                        new Shape(1_280, 720),
                        false,
                        special ? Deinterlacing.FIELDS : Deinterlacing.NONE,
                        special ? HDR : SourceColours.UNTOLD),
                GRID,
                SeekPoints.UNKNOWN,
                0,
                false,
                List.of(
                        rung("v720", new Shape(1_280, 720), rate(22, 3_200_000), "high", "3.1"),
                        rung("v240", new Shape(426, 240), rate(23, 450_000), "main", "2.1")),
                Optional.empty(),
                Optional.empty());
        AudioTrackPlan.Encoding stereo = new AudioTrackPlan.Encoding(128_000, 48_000, 2);
        return new MediaPlan(
                new SourcePin(URI.create("file:///media/a%20clip.mp4"), 1, 2),
                1_400_000,
                Optional.of(video),
                GRID.segmentMicros(),
                List.of(new AudioTrackPlan(
                        "a0", AudioTrackPlan.Source.of(2), TrackTags.in(Optional.of("en")), stereo, 33_500_000, cut)),
                List.of(),
                false);
    }

    private static RateControl rate(int crf, long maxrate) {
        return new RateControl(OptionalInt.of(crf), OptionalLong.empty(), maxrate, 2 * maxrate);
    }

    private static Rung rung(String id, Shape shape, RateControl rate, String profile, String level) {
        return new Rung(id, shape, rate, new Encoder(VideoCodec.H264, "veryfast", profile), Optional.of(level));
    }

    private static TextTrackPlan text(String id, TextTrackPlan.Origin origin) {
        return new TextTrackPlan(id, origin, TrackTags.in(Optional.empty()));
    }
}

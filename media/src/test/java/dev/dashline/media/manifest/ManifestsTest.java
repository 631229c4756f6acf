package dev.dashline.media.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.media.MalformedFileException;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.cmaf.MediaSegment;
import dev.dashline.media.cmaf.PictureRange;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.cmaf.Track.Segment;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.text.CaptionChannel;
import dev.dashline.media.text.Cue;
import dev.dashline.media.text.TextCues;
import dev.dashline.media.text.TextSegments;
import dev.dashline.media.thumbnail.Jpeg;
import dev.dashline.media.thumbnail.TileSheets;
import io.lindstrom.m3u8.model.ByteRange;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.Resolution;
import io.lindstrom.m3u8.model.VideoRange;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.descriptor.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class ManifestsTest {

    private static final Track VIDEO = new Track(
            "v720",
            new InitSegment(30_000, "avc1.64001f", 1_280, 720, 0, 0, 0),
            800,
            Optional.of(new FrameRate(30_000, 1_001)),
            TrackTags.in(Optional.empty()),
            List.of(
                    new Segment(0, 120_120, 120, 1_000_000),
                    new Segment(120_120, 120_120, 120, 2_000_000),
                    new Segment(240_240, 60_060, 60, 500_000)));

    private static final Track AUDIO = new Track(
            "a0",
            new InitSegment(48_000, "mp4a.40.2", 0, 0, 48_000, 2, 0),
            700,
            Optional.empty(),
            TrackTags.in(Optional.of("de")),
            List.of(new Segment(0, 192_512, 188, 64_000), new Segment(192_512, 288_000, 282, 96_000)));

    private static final ObjectNames NAMES = new ObjectNames(
            "1/$RepresentationID$/",
            "init.mp4",
            "$Time$.m4s",
            "media.m3u8",
            "keyframes.m3u8",
            "text.vtt",
            "segments.vtt",
            "$Number$.jpg");

    private static final List<CaptionChannel> CAPTIONS = Stream.of("CC1", "CC3", "SERVICE1")
            .flatMap(name -> CaptionChannel.named(name).stream())
            .toList();

    private static final Presentation PRESENTATION =
            new Presentation(NAMES, List.of(VIDEO), List.of(AUDIO), List.of(), Optional.empty());

    @Test
    void writesAnMpdThatListsEverySegmentByItsTime() throws Exception {
        MPD mpd = new MPDParser().parse(new String(MpdWriter.write(PRESENTATION), StandardCharsets.UTF_8));

        assertThat(mpd.getMediaPresentationDuration()).isEqualTo(Duration.ofMillis(10_011));
        assertThat(mpd.getMaxSegmentDuration()).isEqualTo(Duration.ofSeconds(6));
        AdaptationSet video = mpd.getPeriods().get(0).getAdaptationSets().get(0);
        assertThat(video.getSegmentTemplate().getMedia()).isEqualTo("1/$RepresentationID$/$Time$.m4s");
        assertThat(video.getSegmentTemplate().getSegmentTimeline())
                .extracting(entry -> entry.getT() + " " + entry.getD() + " " + entry.getR())
                .containsExactly("0 120120 1", "null 60060 null");
        assertThat(video.getFrameRate()).isEqualTo(new io.lindstrom.mpd.data.FrameRate(30_000, 1_001L));
        assertThat(video.getRepresentations()).singleElement().satisfies(representation -> {
            assertThat(representation.getCodecs()).isEqualTo("avc1.64001f");
            assertThat(representation.getBandwidth()).isEqualTo(3_996_004);
        });
        assertThat(mpd.getPeriods().get(0).getAdaptationSets().get(1).getLang()).isEqualTo("de");
    }

    @Test
    void writesAMasterPlaylistWithWhatAVariantNeeds() throws Exception {
        var master = new MasterPlaylistParser()
                .readPlaylist(new String(HlsWriter.masterPlaylist(PRESENTATION), StandardCharsets.UTF_8));

        assertThat(master.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.codecs()).containsExactly("avc1.64001f", "mp4a.40.2");
            assertThat(variant.frameRate()).contains(29.97);
            assertThat(variant.bandwidth()).isEqualTo(3_996_004 + 128_000);
            assertThat(variant.averageBandwidth()).isPresent();
            assertThat(variant.uri()).isEqualTo("1/v720/media.m3u8");
        });
        assertThat(master.alternativeRenditions()).singleElement().satisfies(audio -> {
            assertThat(audio.name()).isEqualTo("German");
            assertThat(audio.language()).contains("de");
        });
    }

    @Test
    void declaresNoRateThatOnlyAShortRestHas() {
        // 25 frames a second, 4 s a segment, and one picture that is a keyframe in the end.
        Track track = new Track(
                "v720",
                VIDEO.init(),
                800,
                VIDEO.frameRate(),
                VIDEO.tags(),
                List.of(
                        new Segment(0, 120_000, 100, 1_000_000),
                        new Segment(120_000, 120_000, 100, 1_500_000),
                        new Segment(240_000, 1_200, 1, 60_000)));

        assertThat(track.peakBandwidth()).isEqualTo(8L * 1_560_000 * 30_000 / 121_200 + 1);
    }

    @Test
    void countsARestThatIsLongEnoughByItself() {
        Track track = new Track(
                "v720",
                VIDEO.init(),
                800,
                VIDEO.frameRate(),
                VIDEO.tags(),
                List.of(new Segment(0, 120_000, 100, 1_000_000), new Segment(120_000, 60_000, 50, 2_000_000)));

        assertThat(track.peakBandwidth()).isEqualTo(8_000_000);
    }

    @Test
    void writesMediaPlaylistsThatEnd() throws Exception {
        MediaPlaylist playlist = new MediaPlaylistParser()
                .readPlaylist(new String(HlsWriter.mediaPlaylist(PRESENTATION, VIDEO), StandardCharsets.UTF_8));

        assertThat(playlist.targetDuration()).as("that of the sound, too").isEqualTo(6);
        assertThat(playlist.ongoing()).isFalse();
        assertThat(playlist.independentSegments()).isTrue();
        assertThat(playlist.mediaSegments().get(0).segmentMap().orElseThrow().uri())
                .isEqualTo("init.mp4");
        assertThat(playlist.mediaSegments())
                .extracting(segment -> segment.uri())
                .containsExactly("0.m4s", "120120.m4s", "240240.m4s");
    }

    @Test
    void tellsOfTheKeyframesOfARung() throws Exception {
        Track rung = new Track(
                "v720",
                VIDEO.init(),
                800,
                VIDEO.frameRate(),
                VIDEO.tags(),
                List.of(
                        keyframe(0, 120_120, 100_000),
                        keyframe(120_120, 120_120, 160_000),
                        keyframe(240_240, 1_001, 9)));
        Presentation presentation = new Presentation(NAMES, List.of(rung), List.of(AUDIO), List.of(), Optional.empty());

        var master = new MasterPlaylistParser()
                .readPlaylist(new String(HlsWriter.masterPlaylist(presentation), StandardCharsets.UTF_8));
        String playlist = new String(presentation.keyframes().get(0).media(), StandardCharsets.UTF_8);

        assertThat(master.iFrameVariants()).singleElement().satisfies(variant -> {
            assertThat(variant.uri()).isEqualTo("1/v720/keyframes.m3u8");
            // A picture of 160,000 bytes for 4.004 s.
            assertThat(variant.bandwidth()).isEqualTo(319_681);
            assertThat(variant.averageBandwidth()).contains(258_672L);
            assertThat(variant.codecs()).containsExactly("avc1.64001f");
            assertThat(variant.resolution()).contains(Resolution.of(1_280, 720));
            assertThat(variant.videoRange()).contains(VideoRange.SDR);
        });
        assertThat(playlist.lines())
                .contains("#EXT-X-I-FRAMES-ONLY", "#EXT-X-TARGETDURATION:6", "#EXT-X-MAP:URI=\"init.mp4\"")
                .containsSequence("#EXT-X-BYTERANGE:160000@76", "120120.m4s")
                .contains("#EXT-X-ENDLIST");
        assertThat(new MediaPlaylistParser().readPlaylist(playlist).mediaSegments())
                .extracting(each -> Math.round(each.duration() * 1_000))
                .containsExactly(4_004L, 4_004L, 33L);
    }

    @Test
    void tellsOfNoKeyframesThatAnOlderVersionHasNotListed() {
        assertThat(PRESENTATION.keyframes()).isEmpty();
    }

    private static Segment keyframe(long time, long duration, long bytes) {
        return new Segment(time, duration, 120, 1_000_000, Optional.of(new PictureRange(76, bytes)));
    }

    @Test
    void tellsOfSmallPicturesInTheMpdAndInAListOfTheirOwn() throws Exception {
        // 52 pictures of 4.004 s: ten in a row, five rows a sheet.
        TileSheets sheets =
                new TileSheets(TileSheets.Layout.of(192, 108, 52), 52, 120_120, 30_000, List.of(250_000L, 10_000L));

        MPD mpd = new MPDParser().parse(new String(MpdWriter.write(PRESENTATION.with(sheets)), StandardCharsets.UTF_8));
        String list = new String(sheets.webVtt(206_000, NAMES::sheet), StandardCharsets.UTF_8);

        AdaptationSet images = mpd.getPeriods().get(0).getAdaptationSets().get(2);
        assertThat(images.getMimeType()).isEqualTo("image/jpeg");
        assertThat(images.getSegmentTemplate().getMedia()).isEqualTo("1/$RepresentationID$/$Number$.jpg");
        assertThat(images.getSegmentTemplate().getDuration()).isEqualTo(50 * 120_120);
        assertThat(images.getRepresentations()).singleElement().satisfies(representation -> {
            assertThat(representation.getId()).isEqualTo("thumbnails");
            assertThat(representation.getWidth()).isEqualTo(1_920);
            assertThat(representation.getHeight()).isEqualTo(540);
            assertThat(representation.getBandwidth()).isEqualTo(9_991);
            assertThat(representation.getEssentialProperties()).singleElement().satisfies(tiles -> {
                assertThat(tiles.getSchemeIdUri()).isEqualTo("http://dashif.org/guidelines/thumbnail_tile");
                assertThat(tiles.getValue()).isEqualTo("10x5");
            });
        });
        assertThat(list)
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:04.004\n1.jpg#xywh=0,0,192,108\n")
                .contains("\n00:00:48.048 --> 00:00:52.052\n1.jpg#xywh=384,108,192,108\n")
                .endsWith("\n00:03:24.204 --> 00:03:26.000\n2.jpg#xywh=192,0,192,108\n");
    }

    @Test
    void tellsOfTextInBothManifests() throws Exception {
        Presentation presentation = new Presentation(
                NAMES,
                List.of(VIDEO),
                List.of(AUDIO),
                List.of(
                        new TextRendition("t0", TrackTags.in(Optional.of("de")), 5_000),
                        new TextRendition("t1", TrackTags.in(Optional.of("de")), 5_000),
                        new TextRendition(
                                "t2",
                                new TrackTags(Optional.of("en"), Optional.of("\"English\" & more 😀"), Set.of()),
                                5_000)),
                Optional.empty());

        MPD mpd = new MPDParser().parse(new String(MpdWriter.write(presentation), StandardCharsets.UTF_8));
        var master = new MasterPlaylistParser()
                .readPlaylist(new String(HlsWriter.masterPlaylist(presentation), StandardCharsets.UTF_8));

        AdaptationSet text = mpd.getPeriods().get(0).getAdaptationSets().get(4);
        assertThat(text.getMimeType()).isEqualTo("text/vtt");
        assertThat(text.getLang()).isEqualTo("en");
        assertThat(text.getLabels()).containsExactly("\"English\" & more 😀");
        assertThat(text.getRepresentations()).singleElement().satisfies(representation -> {
            assertThat(representation.getBandwidth()).isEqualTo(3_995);
            assertThat(representation.getBaseURLs().get(0).getValue()).isEqualTo("1/t2/text.vtt");
        });
        assertThat(master.variants())
                .allSatisfy(variant -> assertThat(variant.subtitles()).contains("text"));
        assertThat(master.alternativeRenditions())
                .filteredOn(rendition -> rendition.groupId().equals("text"))
                .extracting(
                        rendition -> rendition.name() + " " + rendition.uri().orElseThrow())
                .containsExactly(
                        "German 1/t0/media.m3u8", "German (t1) 1/t1/media.m3u8", "'English' & more 😀 1/t2/media.m3u8");
    }

    @Test
    void tellsWhatTracksAreFor() throws Exception {
        Presentation presentation = new Presentation(
                NAMES,
                List.of(VIDEO),
                List.of(AUDIO, sound("a1", TrackRole.COMMENTARY), sound("a2", TrackRole.DESCRIPTION)),
                List.of(text("t0", TrackRole.HEARING_IMPAIRED), text("t1", TrackRole.FORCED)),
                Optional.empty());

        String written = new String(MpdWriter.write(presentation), StandardCharsets.UTF_8);
        MPD mpd = new MPDParser().parse(written);
        var master = new MasterPlaylistParser()
                .readPlaylist(new String(HlsWriter.masterPlaylist(presentation), StandardCharsets.UTF_8));

        assertThat(mpd.getPeriods().get(0).getAdaptationSets())
                .extracting(set -> values(set.getRoles()) + " " + values(set.getAccessibilities()))
                .containsExactly(
                        "[main] []",
                        "[main] []",
                        "[commentary] []",
                        "[description] [1]",
                        "[caption] [2]",
                        // The parser does not know the role.
                        "[unknown] []");
        assertThat(written).contains("value=\"forced-subtitle\"");
        assertThat(master.alternativeRenditions())
                .extracting(each -> each.name() + " " + each.autoSelect().orElse(false) + " "
                        + each.forced().orElse(false) + " " + each.characteristics())
                .containsExactly(
                        "German true false []",
                        "English (commentary) false false []",
                        "English (description) true false [public.accessibility.describes-video]",
                        "English (hearing impaired) true false [public.accessibility.transcribes-spoken-dialog,"
                                + " public.accessibility.describes-music-and-sound]",
                        "English (forced) true true []");
    }

    @Test
    void tellsOfCaptionsInThePictures() throws Exception {
        Presentation presentation =
                new Presentation(NAMES, List.of(VIDEO), List.of(AUDIO), List.of(), CAPTIONS, Optional.empty());

        MPD mpd = new MPDParser().parse(new String(MpdWriter.write(presentation), StandardCharsets.UTF_8));
        var master = new MasterPlaylistParser()
                .readPlaylist(new String(HlsWriter.masterPlaylist(presentation), StandardCharsets.UTF_8));

        assertThat(mpd.getPeriods().get(0).getAdaptationSets().get(0).getAccessibilities())
                .extracting(each -> each.getSchemeIdUri() + " " + each.getValue())
                .containsExactly(
                        "urn:scte:dash:cc:cea-608:2015 CC1=und;CC3=und", "urn:scte:dash:cc:cea-708:2015 1=lang:und");
        assertThat(master.alternativeRenditions())
                .filteredOn(rendition -> rendition.groupId().equals("cc"))
                .extracting(rendition -> rendition.inStreamId().orElseThrow())
                .containsExactly("CC1", "CC3", "SERVICE1");
    }

    /** MPEG's schema of the MPD, where the variable says where that is. */
    @Test
    @EnabledIfEnvironmentVariable(named = "DASHLINE_MPD_SCHEMA", matches = ".+")
    void writesMpdsThatAreValid() throws Exception {
        Validator validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new File(System.getenv("DASHLINE_MPD_SCHEMA")))
                .newValidator();
        TileSheets sheets =
                new TileSheets(TileSheets.Layout.of(192, 108, 52), 52, 120_120, 30_000, List.of(250_000L, 10_000L));
        Presentation everything = new Presentation(
                NAMES,
                List.of(VIDEO),
                List.of(AUDIO, sound("a1", TrackRole.COMMENTARY), sound("a2", TrackRole.DESCRIPTION)),
                List.of(text("t0", TrackRole.HEARING_IMPAIRED), text("t1", TrackRole.FORCED)),
                CAPTIONS,
                Optional.of(sheets));
        Presentation sound = new Presentation(NAMES, List.of(), List.of(AUDIO), List.of(), Optional.empty());

        for (Presentation each : List.of(PRESENTATION, everything, sound)) {
            byte[] mpd = MpdWriter.write(each);
            assertThatCode(() -> validator.validate(new StreamSource(new ByteArrayInputStream(mpd))))
                    .doesNotThrowAnyException();
        }
    }

    private static Track sound(String id, TrackRole role) {
        return new Track(id, AUDIO.init(), 700, Optional.empty(), tags(role), AUDIO.segments());
    }

    private static TextRendition text(String id, TrackRole role) {
        return new TextRendition(id, tags(role), 5_000);
    }

    private static TrackTags tags(TrackRole role) {
        return new TrackTags(Optional.of("en"), Optional.empty(), Set.of(role));
    }

    private static List<String> values(List<Descriptor> descriptors) {
        return descriptors.stream().map(Descriptor::getValue).toList();
    }

    @Test
    void hasTextInSegmentsThatAreWebVttEach() throws Exception {
        TextCues cues = new TextCues(
                List.of("STYLE\n::cue {}"),
                List.of(
                        new Cue(0, 1_000, "", "one"),
                        new Cue(3_900, 4_100, "line:0", "across"),
                        new Cue(9_000, 9_500, "", "last")));

        TextSegments text = TextSegments.of(cues, 4_004, 10_011);
        MediaPlaylist playlist = new MediaPlaylistParser()
                .readPlaylist(new String(HlsWriter.textPlaylist(PRESENTATION, text), StandardCharsets.UTF_8));

        assertThat(playlist.targetDuration()).as("as of all renditions").isEqualTo(6);
        assertThat(playlist.mediaSegments())
                .extracting(segment -> segment.uri() + " " + segment.duration())
                .containsExactly("segments.vtt 4.004", "segments.vtt 4.004", "segments.vtt 2.003");
        List<List<Cue>> read = new ArrayList<>();
        for (var segment : playlist.mediaSegments()) {
            ByteRange range = segment.byteRange().orElseThrow();
            int from = Math.toIntExact(range.offset().orElseThrow());
            TextCues alone = TextCues.parse(Arrays.copyOfRange(text.content(), from, from + (int) range.length()));
            assertThat(alone.styles()).isEqualTo(cues.styles());
            read.add(alone.cues());
        }
        List<Cue> all = cues.cues();
        assertThat(read).containsExactly(all.subList(0, 2), all.subList(1, 2), all.subList(2, 3));
    }

    @Test
    void takesNoFileForAPictureThatIsNone() {
        assertThatThrownBy(() -> Jpeg.parse(new byte[0])).isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> Jpeg.parse(new byte[] {-1, -40, -1, -64, 0, 2, -1, -39}))
                .hasMessage("has no frame header");
        assertThatThrownBy(() -> Jpeg.parse(new byte[] {-1, -40, -1, -64}))
                .hasMessageContaining("does not start or end");
    }

    @Test
    void takesNoFileForASegmentThatIsNone() {
        assertThatThrownBy(() -> MediaSegment.parse(new byte[0], VIDEO.init()))
                .isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> MediaSegment.parse(new byte[] {0, 0, 1, 0, 'm', 'o', 'o', 'f'}, VIDEO.init()))
                .hasMessage("ends within the box moof");
        assertThatThrownBy(() -> InitSegment.parse("not a box".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedFileException.class);
    }
}

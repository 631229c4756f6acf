package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.note.PlanNotes;
import dev.dashline.media.note.ReportReader;
import dev.dashline.media.plan.Capacity;
import dev.dashline.media.plan.EncodingPlanner;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Extras;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.RateOrigin;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.seek.Keyframes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources as ffprobe describes them, each of which is odd in one way. */
class NotesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECOND = 1_000_000;
    private static final Decoders DECODERS =
            new Decoders(Set.of("h264", "mjpeg", "aac", "opus", "subrip", "hdmv_pgs_subtitle"));

    private final List<ObjectNode> tracks = new ArrayList<>();
    private final ObjectNode video = video(0);
    private final ObjectNode sound = sound(1);
    private final ObjectNode format =
            JSON.createObjectNode().put("format_name", "matroska,webm").put("size", "1000000");
    private final Set<Integer> withoutSamples = new HashSet<>();
    private long[] pictures = every(40_000, 100);
    private long soundFrom;
    private long soundUntil = 4 * SECOND;
    private long gap;
    private long settling;
    private boolean captions;
    private String profile = "h264-ladder";

    @Test
    void thereIsNothingToSayOfAnUsualSource() throws Exception {
        SourceReport report = report();

        assertThat(report.notes()).isEmpty();
        assertThat(report.container()).isEqualTo("matroska,webm");
        SourceReport.Video track = report.video().orElseThrow();
        assertThat(track.rate()).isEqualTo(new SourceReport.Rate("25/1", RateOrigin.PICTURES, Optional.of("25/1")));
        assertThat(track.colours())
                .isEqualTo(new SourceReport.Colours("yuv", "bt709", "bt709", "bt709", "tv", List.of()));
        assertThat(track.shown()).hasToString("1280x720");
        assertThat(track.durationMillis()).isEqualTo(4_000);
        assertThat(report.sound()).singleElement().satisfies(heard -> {
            assertThat(heard.tracks()).containsExactly(1);
            assertThat(heard.layout()).isEqualTo("stereo");
            assertThat(heard.durationMillis()).isEqualTo(4_000);
        });
    }

    /** Notes of what is found when parts are encoded are held by tests of encoder-service. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUBTITLES_UNREADABLE", "SUBTITLES_EMPTY", "SHAPE_CHANGES", "DAMAGE_CONCEALED", "LOUDNESS_CHANGED"
            })
    void eachIsTold(NoteKind kind) throws Exception {
        makeOdd(kind);

        assertThat(report().notes()).extracting(SourceNote::kind).contains(kind);
    }

    private void makeOdd(NoteKind kind) {
        switch (kind) {
            case TRACK_WITHOUT_SAMPLES ->
                withoutSamples.add(sound(2).path("index").asInt());
            case VIDEO_TRACK_LEFT_OUT -> video(2).put("codec_name", "mjpeg");
            case COVER_LEFT_OUT -> video(2).putObject("disposition").put("attached_pic", 1);
            case ATTACHMENTS_LEFT_OUT -> track(2, "attachment", "ttf");
            case DATA_TRACKS_LEFT_OUT -> track(2, "data", "bin_data");
            case SOUND_NOT_DECODABLE -> sound(2).put("codec_name", "ac4");
            case SOUND_BEFORE_PICTURES -> pictures = every(40_000, 100, 2 * SECOND);
            case SUBTITLES_NOT_TEXT -> track(2, "subtitle", "hdmv_pgs_subtitle");
            case CAPTIONS_KEPT -> captions = true;
            case CAPTIONS_LEFT_OUT -> {
                captions = true;
                profile = "av1-ladder";
            }
            case CAPTIONS_NOT_READ -> {
                captions = true;
                video.put("codec_name", "vp9");
            }
            case DOLBY_VISION_LEFT_OUT -> sideData().put("dv_profile", 8);
            case PICTURE_CROPPED -> sideData().put("crop_left", 40);
            case RATE_HALVED -> pictures = every(8_333, 400);
            case RATE_RAISED -> pictures = every(500_000, 8);
            case RATE_NOT_AS_STATED -> video.put("r_frame_rate", "30/1").put("avg_frame_rate", "30/1");
            case RATE_VARIES -> pictures = unevenly(100);
            case TELECINE_UNDONE -> {
                video.put("r_frame_rate", "30000/1001").put("avg_frame_rate", "30000/1001");
                pictures = LongStream.range(0, 96)
                        .map(each -> (each * 5 / 2) * 1_001_000 / 60)
                        .toArray();
            }
            case RATE_ASSUMED -> pictures = every(40_000, 2);
            case DEINTERLACED -> video.put("field_order", "tt");
            case PIXELS_SQUARED -> video.put("sample_aspect_ratio", "4:3");
            case LAST_PICTURE_HELD -> soundUntil = 9 * SECOND;
            case INTRA_REFRESH -> settling = SECOND;
            case HDR_MAPPED -> video.put("color_transfer", "smpte2084");
            case COLOURS_CONVERTED -> video.put("color_range", "pc");
            case COLOURS_ASSUMED -> video.remove("color_space");
            case SOUND_STARTS_LATE -> soundFrom = 2 * SECOND;
            case SOUND_HAS_GAPS -> gap = SECOND;
            case SOUND_MIXED -> sound.put("channels", 4).put("channel_layout", "ambisonic 1");
            case MONO_TRACKS_JOINED -> {
                sound.put("channels", 1).put("channel_layout", "mono");
                sound(2).put("channels", 1).put("channel_layout", "mono");
            }
            case TITLE_CHANGED -> sound.putObject("tags").put("title", "one\ntwo");
            case LANGUAGE_UNKNOWN -> sound.putObject("tags").put("language", "#12");
            case NAMES_MADE_DISTINCT -> sound(2);
            case DURATION_NOT_AS_STATED -> video.putObject("tags").put("DURATION", "00:00:02.000000000");
            case MORE_NOTES -> LongStream.range(2, 60).forEach(each -> track((int) each, "subtitle", "dvb_subtitle"));
            case SUBTITLES_UNREADABLE, SUBTITLES_EMPTY, SHAPE_CHANGES, DAMAGE_CONCEALED, LOUDNESS_CHANGED ->
                throw new IllegalArgumentException("told of parts: " + kind);
        }
    }

    @Test
    void aReportIsBounded() throws Exception {
        makeOdd(NoteKind.MORE_NOTES);

        assertThat(report().notes())
                .hasSize(SourceReport.MOST_NOTES)
                .last()
                .satisfies(last -> assertThat(last.message()).isEqualTo("19 more notes are not listed."));
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(SourceNote.of(NoteKind.TITLE_CHANGED, "👩".repeat(300)).message())
                .isEqualTo("👩".repeat(239) + "…");
    }

    private SourceReport report() throws Exception {
        ObjectNode all = JSON.createObjectNode();
        all.set("format", format);
        ArrayNode streams = all.putArray("streams").addAll(tracks);
        ObjectNode known = all.deepCopy();
        known.withArray("streams")
                .removeIf(track -> withoutSamples.contains(track.path("index").asInt()));
        PacketScan packets = new PacketScan(0, ScanPlan.all(format));
        packets(streams).forEach(packets::add);
        SourceInfo info = new ProbeReader(known, DECODERS, SourceLimits.DEFAULT)
                .read(packets, true)
                .with(new Extras(settling, captions, false, OptionalLong.empty(), Keyframes.UNKNOWN, Optional.empty()));
        info = info.with(new ReportReader(all, known, Ffprobe.facts(known, packets)).read(info, true));
        MediaPlan plan = new EncodingPlanner(Duration.ofMinutes(8))
                .plan(
                        new SourcePin(URI.create("file:///clip.mkv"), 1, 1_000_000),
                        info,
                        Profiles.builtIn().find(profile).orElseThrow(),
                        new Capacity(1, Optional.empty()),
                        List.of());
        return new PlanNotes(info, plan).report();
    }

    private ArrayNode packets(ArrayNode streams) {
        ArrayNode packets = JSON.createArrayNode();
        for (JsonNode stream : streams) {
            int index = stream.path("index").asInt();
            if (index == 0) {
                for (long time : pictures) {
                    packets.add(packet(index, "video", time, 40_000));
                }
            } else if (ProbeReader.isA("audio", stream) && !withoutSamples.contains(index)) {
                for (long time = soundFrom; time < soundUntil; time += 20_000) {
                    if (time < 2 * SECOND || time >= 2 * SECOND + gap) {
                        packets.add(packet(index, "audio", time, 20_000));
                    }
                }
            }
        }
        return packets;
    }

    private static ObjectNode packet(int stream, String kind, long time, long duration) {
        return JSON.createObjectNode()
                .put("codec_type", kind)
                .put("stream_index", stream)
                .put("pts_time", time / 1e6)
                .put("dts_time", time / 1e6)
                .put("duration_time", duration / 1e6)
                .put("size", 1_000)
                .put("pos", 1_000)
                .put("flags", "K_");
    }

    private ObjectNode video(int index) {
        ObjectNode track = track(index, "video", "h264")
                .put("width", 1_280)
                .put("height", 720)
                .put("pix_fmt", "yuv420p")
                .put("color_range", "tv")
                .put("color_space", "bt709")
                .put("color_primaries", "bt709")
                .put("color_transfer", "bt709")
                .put("sample_aspect_ratio", "1:1")
                .put("r_frame_rate", "25/1")
                .put("avg_frame_rate", "25/1")
                .put("time_base", "1/1000");
        track.putObject("disposition").put("default", index == 0 ? 1 : 0);
        return track;
    }

    private ObjectNode sound(int index) {
        return track(index, "audio", "aac")
                .put("sample_rate", "48000")
                .put("channels", 2)
                .put("channel_layout", "stereo");
    }

    private ObjectNode sideData() {
        return video.putArray("side_data_list").addObject();
    }

    private ObjectNode track(int index, String kind, String codec) {
        ObjectNode track = JSON.createObjectNode()
                .put("index", index)
                .put("codec_type", kind)
                .put("codec_name", codec);
        tracks.add(track);
        return track;
    }

    private static long[] unevenly(int count) {
        long[] times = new long[count];
        for (int each = 1; each < count; each++) {
            times[each] = times[each - 1] + 20_000 + each * 7_919L % 61 * 1_000;
        }
        return times;
    }

    private static long[] every(long micros, int count) {
        return every(micros, count, 0);
    }

    private static long[] every(long micros, int count, long from) {
        return LongStream.range(0, count).map(each -> from + each * micros).toArray();
    }
}

package dev.dashline.encoder.task.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.part.PartInventory.Rendition;
import dev.dashline.encoder.task.part.PartInventory.Segment;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.manifest.ObjectNames;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.Capacity;
import dev.dashline.media.plan.EncodingPlanner;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SoundCut;
import dev.dashline.media.plan.SourceFrames;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.schemas.storage.Inventory.Entry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parts that are each whole, but of which one does not go with the others. */
class PartJoinerTest {

    static {
        TrustedEvents.vouch();
    }

    private static final InitSegment INIT = new InitSegment(100, "avc1.64001f", 640, 360, 0, 0, 0);

    /** Two chunks of two rungs. */
    private static final MediaPlan PLAN = new EncodingPlanner(Duration.ofMinutes(8))
            .plan(
                    new SourcePin(URI.create("file:///a"), 1, 2),
                    new SourceInfo(
                            Optional.of(new Video(
                                    0,
                                    new Shape(640, 360),
                                    new FrameRate(25, 1),
                                    new Span(0, 16_000_000),
                                    false,
                                    SourceColours.UNTOLD)),
                            List.of(),
                            List.of()),
                    Profiles.builtIn().find("h264-ladder").orElseThrow(),
                    new Capacity(2, Optional.empty()),
                    List.of());

    private static final MediaPlan LONG_SOUND = new MediaPlan(
            PLAN.source(),
            0,
            Optional.empty(),
            4_000_000,
            List.of(new AudioTrackPlan(
                    "a0",
                    AudioTrackPlan.Source.of(1),
                    TrackTags.in(Optional.empty()),
                    new AudioTrackPlan.Encoding(128_000, 48_000, 2),
                    12_000_000,
                    Optional.of(new SoundCut(188, 3, new SourceFrames(48_000, 1_024, 0, 2))))),
            List.of(),
            false);

    private static final ObjectNames NAMES = new ObjectNames(
            "1/$RepresentationID$/",
            "init.mp4",
            "$Time$.m4s",
            "media.m3u8",
            "keyframes.m3u8",
            "text.vtt",
            "segments.vtt",
            "$Number$.jpg");

    private static final PartInventory FIRST =
            part(0, rendition("v360", "1", 0, 400, 400), rendition("v240", "2", 0, 400, 400));

    @Test
    void joinsPartsThatGoOnWhereTheOneBeforeEnds() throws Exception {
        PartInventory second = part(1, rendition("v360", "1", 800, 400, 400), rendition("v240", "2", 800, 400, 400));

        assertThat(join(second))
                .extracting(Track::id, track -> track.segments().size(), Track::durationMillis)
                .containsExactly(tuple("v360", 4, 16_000L), tuple("v240", 4, 16_000L));
    }

    @Test
    void noticesAnotherInitSegment() {
        assertInvalid(
                part(1, rendition("v360", "1", 800, 400, 400), rendition("v240", "3", 800, 400, 400)),
                "v240 has parts with different init segments");
    }

    @Test
    void noticesAGapAndAnOverlap() {
        assertInvalid(
                part(1, rendition("v360", "1", 804, 400, 400), rendition("v240", "2", 804, 400, 400)),
                "v360 has a gap or an overlap at 800");
        assertInvalid(
                part(1, rendition("v360", "1", 800, 400, 400), rendition("v240", "2", 796, 400, 400)),
                "v240 has a gap or an overlap at 800");
    }

    @Test
    void noticesARungThatIsCutElsewhere() {
        assertInvalid(
                part(1, rendition("v360", "1", 800, 400, 400), rendition("v240", "2", 800, 200, 600)),
                "v240 has other segments than the highest rung");
    }

    /** The last chunk has no sound: that ended before. */
    @Test
    void joinsSoundUpToWhereItEnds() throws Exception {
        List<PartInventory> parts = List.of(
                sound(0, rendition("a0", "1", 0, 400, 400)), sound(1, rendition("a0", "1", 800, 300)), sound(2));

        assertThat(new PartJoiner(LONG_SOUND, parts).join(NAMES).audio())
                .extracting(Track::id, track -> track.segments().size(), Track::durationMillis)
                .containsExactly(tuple("a0", 3, 11_000L));
    }

    @Test
    void noticesAMissingPartOfSoundAndOneThatEndsEarly() {
        PartInventory first = sound(0, rendition("a0", "1", 0, 400));
        PartInventory last = sound(2, rendition("a0", "1", 800, 400));

        assertThatThrownBy(() -> new PartJoiner(LONG_SOUND, List.of(first, last)).join(NAMES))
                .hasMessage("The parts do not join: a0 has 2 parts of 3.");
        assertThatThrownBy(() -> new PartJoiner(LONG_SOUND, List.of(first, sound(1), last)).join(NAMES))
                .hasMessage("The parts do not join: a0 has a gap or an overlap at 400.");
    }

    private static PartInventory sound(int chunk, Rendition... renditions) {
        return new PartInventory(TaskIds.audio(0, chunk), 0, List.of(renditions));
    }

    private static void assertInvalid(PartInventory second, String because) {
        assertThatThrownBy(() -> join(second))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        failure -> assertThat(failure.fault()).isEqualTo(MediaFault.OUTPUT_INVALID))
                .hasMessage("The parts do not join: " + because + ".");
    }

    private static List<Track> join(PartInventory second) throws MediaException {
        return new PartJoiner(PLAN, List.of(FIRST, second)).join(NAMES).video();
    }

    private static PartInventory part(int chunk, Rendition... renditions) {
        return new PartInventory(TaskIds.video(chunk), 200, List.of(renditions));
    }

    private static Rendition rendition(String id, String init, long start, long... durations) {
        List<Segment> segments = new ArrayList<>();
        long time = start;
        for (long duration : durations) {
            segments.add(new Segment(time, duration, 100, entry(id, time + ".m4s", "0")));
            time += duration;
        }
        return new Rendition(id, INIT, entry(id, "init.mp4", init), segments);
    }

    private static Entry entry(String id, String name, String crc32c) {
        return new Entry(URI.create("file:///out/1/" + id + "/" + name), 1_000, crc32c);
    }
}

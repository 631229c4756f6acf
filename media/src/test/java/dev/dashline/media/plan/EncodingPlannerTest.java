package dev.dashline.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.profile.EncodingProfile;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingPlannerTest {

    private static final TrackTags SDH =
            new TrackTags(Optional.of("de"), Optional.of("Deutsch (SDH)"), Set.of(TrackRole.HEARING_IMPAIRED));

    private static final FrameRate PAL = new FrameRate(25, 1);
    private static final SourcePin PIN = new SourcePin(URI.create("file:///a"), 1, 2);
    private static final EncodingProfile PROFILE =
            Profiles.builtIn().find("h264-ladder").orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "3840, 2160, 3840x2160 2560x1440 1920x1080 1280x720 854x480 640x360 426x240",
        "1920, 1080, 1920x1080 1280x720 854x480 640x360 426x240",
        "720, 1280, 720x1280 480x854 360x640 240x426",
        "640, 480, 640x480 480x360 320x240",
        "480, 320, 360x240",
        "321, 181, 320x180"
    })
    void takesTheRungsThatFitAndNeverUpscales(int width, int height, String rungs) {
        assertThat(plan(width, height, 60, 2).rungs())
                .extracting(rung -> text(rung.shape()))
                .containsExactly(rungs.split(" "));
    }

    @Test
    void namesRungsAfterTheirShorterSideAndGivesThemALevel() {
        assertThat(plan(720, 1280, 60, 2).rungs())
                .extracting(Rung::id, Rung::level)
                .startsWith(tuple("v720", Optional.of("3.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "25, 1, 6000000, 12000000",
        "30, 1, 6000000, 12000000",
        "60, 1, 9000000, 18000000",
        "120, 1, 13500000, 27000000"
    })
    void raisesTheCapsOfRungsWithMorePictures(int num, int den, long maxrate, long bufsize) {
        VideoPlan plan = plan(new Shape(1_920, 1_080), new FrameRate(num, den), false, PROFILE);

        assertThat(plan.rungs().get(0).rate().maxrate()).isEqualTo(maxrate);
        assertThat(plan.rungs().get(0).rate().bufsize()).isEqualTo(bufsize);
    }

    @ParameterizedTest
    @CsvSource({
        // shorter side, what the profile says, result, pictures a second
        "1080, fields, FIELDS, 50",
        "576, fields, FIELDS, 50",
        "2160, fields, FRAMES, 25",
        "1080, frames, FRAMES, 25"
    })
    void makesAFrameOfEachFieldUnlessTheSourceIsLargerThanAnyBroadcast(
            int height, String interlaced, Deinterlacing deinterlacing, double rate) {
        EncodingProfile profile = Profiles.parse("mine", """
            gop: PT2S
            segment: PT4S
            video:
              preset: veryfast
              profile: high
              interlaced: %s
              rungs:
                - {size: 360, crf: 22, maxrate: 900k, bufsize: 1800k}
            """.formatted(interlaced));

        VideoPlan plan = plan(new Shape(height * 16 / 9, height), PAL, true, profile);

        assertThat(plan.picture().deinterlacing()).isEqualTo(deinterlacing);
        assertThat(plan.grid().rate().perSecond()).isEqualTo(rate);
        assertThat(plan.grid().frames()).isEqualTo(Math.round(60 * rate));
    }

    @ParameterizedTest
    @CsvSource({
        // seconds, slots, seconds of a chunk, chunks
        "3, 2, 4, 1",
        "10, 2, 8, 2",
        "20, 2, 12, 2",
        "60, 2, 32, 2",
        "60, 1, 32, 2",
        "240, 2, 24, 10",
        "60, 16, 4, 15",
        "3600, 2, 32, 113",
        "3600, 64, 20, 180"
    })
    void cutsChunksSoThatSlotsShareOneVideo(int seconds, int slots, int chunkSeconds, int chunks) {
        ChunkGrid grid = plan(1_920, 1_080, seconds, slots).grid();

        assertThat(grid.gopFrames()).isEqualTo(50);
        assertThat(grid.segmentFrames()).isEqualTo(100);
        assertThat(grid.chunkFrames()).isEqualTo(25 * chunkSeconds);
        assertThat(grid.chunks()).isEqualTo(chunks);
    }

    @ParameterizedTest
    @CsvSource({
        // seconds, slots, time left, seconds of a chunk
        "3600, 2, PT1H, 32",
        "3600, 2, PT256S, 32",
        "3600, 2, PT3M, 24",
        "3600, 2, PT100S, 12",
        "3600, 2, PT40S, 8",
        "3600, 2, PT-5S, 8",
        "60, 16, PT40S, 4"
    })
    void cutsShorterChunksTheNearerTheDeadlineIs(int seconds, int slots, Duration timeLeft, int chunkSeconds) {
        Capacity capacity = new Capacity(slots, Optional.of(timeLeft));

        ChunkGrid grid = ChunkPlanner.cut(25L * seconds, PAL, PROFILE.grid(), capacity);

        assertThat(grid.chunkFrames()).isEqualTo(25 * chunkSeconds);
    }

    @ParameterizedTest
    @CsvSource({
        // a picture every so many segments of 4 s, of so many pixels
        "1920, 1080, 60, 1, 192x108",
        "720, 1280, 60, 1, 108x192",
        "160, 120, 60, 1, 160x120",
        "1920, 1080, 1600, 1, 192x108",
        "1920, 1080, 1604, 2, 192x108",
        "1920, 1080, 36000, 23, 192x108"
    })
    void takesSmallPicturesButNoMoreThanAPlayerLikesToLoad(int width, int height, int seconds, int every, String size) {
        ThumbnailPlan plan = plan(width, height, seconds, 2).thumbnails().orElseThrow();

        assertThat(plan.everySegments()).isEqualTo(every);
        assertThat(text(plan.shape())).isEqualTo(size);
    }

    @Test
    void makesNoChunkOfFramesThatMayNotBeThere() {
        ChunkGrid grid = ChunkPlanner.cut(202, PAL, PROFILE.grid(), slots(3));

        assertThat(grid.chunkFrames()).isEqualTo(100);
        assertThat(grid.chunks()).isEqualTo(2);
    }

    @Test
    void mixesDownWhatHasMoreChannelsThanTheProfileAndLeavesOutWhatEndsBeforeThePicture() {
        SourceInfo source = new SourceInfo(
                Optional.of(new Video(
                        0, new Shape(640, 360), PAL, new Span(2_000_000, 12_000_000), false, SourceColours.UNTOLD)),
                List.of(
                        new Audio(
                                AudioTrackPlan.Source.of(1),
                                TrackTags.in(Optional.of("de")),
                                6,
                                new Span(0, 12_500_000)),
                        new Audio(
                                AudioTrackPlan.Source.of(2),
                                TrackTags.in(Optional.empty()),
                                2,
                                new Span(0, 1_000_000))),
                List.of());

        List<AudioTrackPlan> tracks = new EncodingPlanner(Duration.ofMinutes(8))
                .plan(PIN, source, PROFILE, slots(2), List.of())
                .audio();

        assertThat(tracks).singleElement().satisfies(track -> {
            assertThat(track.encoding().channels()).isEqualTo(2);
            assertThat(track.durationMicros()).isEqualTo(10_500_000);
            assertThat(track.tags().language()).contains("de");
        });
    }

    /** Segments of 4 s are 188 packets, so chunks of 8 minutes are 120 segments. */
    @ParameterizedTest
    @CsvSource({"700, 1", "730, 2", "3600, 7", "36000, 75"})
    void cutsLongSoundAtStartsOfSegments(int seconds, int chunks) {
        AudioTrackPlan track = sound(seconds, Optional.of(new SourceFrames(44_100, 1_024, 0, 2)));

        assertThat(track.chunks()).isEqualTo(chunks);
        if (chunks > 1) {
            assertThat(track.cut().orElseThrow().chunkPackets()).isEqualTo(120 * 188);
            assertThat(track.endSample(chunks - 2)).hasValue(track.firstSample(chunks - 1));
            assertThat(track.lengthMicros(chunks - 1)).isBetween(240_000_000L, 722_000_000L);
        }
        assertThat(track.endSample(chunks - 1)).isEmpty();
    }

    @Test
    void leavesSoundWholeWhereItsFramesAreNotKnown() {
        assertThat(sound(36_000, Optional.empty()).cut()).isEmpty();
    }

    private static AudioTrackPlan sound(int seconds, Optional<SourceFrames> frames) {
        Video video = new Video(0, new Shape(640, 360), PAL, new Span(0, 4_000_000), false, SourceColours.UNTOLD);
        Audio audio = new Audio(
                AudioTrackPlan.Source.of(1),
                TrackTags.in(Optional.empty()),
                2,
                new Span(0, seconds * 1_000_000L),
                frames);
        SourceInfo source = new SourceInfo(Optional.of(video), List.of(audio), List.of());
        return new EncodingPlanner(Duration.ofMinutes(8))
                .plan(PIN, source, PROFILE, slots(2), List.of())
                .audio()
                .get(0);
    }

    @Test
    void takesTheTextOfTheSourceAndThenThatOfFiles() {
        Video video = new Video(0, new Shape(640, 360), PAL, new Span(0, 4_000_000), false, SourceColours.UNTOLD);
        SourceInfo source = new SourceInfo(Optional.of(video), List.of(), List.of(new Text(2, SDH)));
        URI file = URI.create("file:///a.vtt");
        List<SubtitleFile> files = List.of(new SubtitleFile(file, "PT-br", Optional.empty()));

        assertThat(new EncodingPlanner(Duration.ofMinutes(8))
                        .plan(PIN, source, PROFILE, slots(2), files)
                        .text())
                .containsExactly(
                        new TextTrackPlan("t0", new TextTrackPlan.Embedded(2), SDH),
                        new TextTrackPlan("t1", new TextTrackPlan.File(file), TrackTags.in(Optional.of("pt-BR"))));
    }

    private static VideoPlan plan(int width, int height, int seconds, int slots) {
        Video video = new Video(
                0, new Shape(width, height), PAL, new Span(0, seconds * 1_000_000L), false, SourceColours.UNTOLD);
        SourceInfo source = new SourceInfo(Optional.of(video), List.of(), List.of());
        return new EncodingPlanner(Duration.ofMinutes(8))
                .plan(PIN, source, PROFILE, slots(slots), List.of())
                .requireVideo();
    }

    /** A minute on two slots. */
    private static VideoPlan plan(Shape shape, FrameRate rate, boolean interlaced, EncodingProfile profile) {
        Video video = new Video(0, shape, rate, new Span(0, 60_000_000), interlaced, SourceColours.UNTOLD);
        SourceInfo source = new SourceInfo(Optional.of(video), List.of(), List.of());
        return new EncodingPlanner(Duration.ofMinutes(8))
                .plan(PIN, source, profile, slots(2), List.of())
                .requireVideo();
    }

    private static String text(Shape shape) {
        return shape.width() + "x" + shape.height();
    }

    private static Capacity slots(int slots) {
        return new Capacity(slots, Optional.empty());
    }
}

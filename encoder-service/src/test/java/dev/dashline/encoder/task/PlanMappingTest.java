package dev.dashline.encoder.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.plan.AudioTrackPlan.Source;
import dev.dashline.media.plan.Capacity;
import dev.dashline.media.plan.EncodingPlanner;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourceFrames;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.plan.SubtitleFile;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.schemas.TrustedEvents;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanMappingTest {

    static {
        TrustedEvents.vouch();
    }

    private static final SourceColours COLOURS = new SourceColours(SourceColours.Pixels.GREY, 9, 18, 2, true, false);

    private static final TrackTags TAGS =
            new TrackTags(Optional.of("de"), Optional.of("Für alle 😀"), Set.of(TrackRole.FORCED, TrackRole.DUB));
    private static final Source AMBISONIC = new Source(1, OptionalInt.empty(), Optional.of("stereo|c0=c0|c1=c0"));
    private static final Source PAIR = new Source(2, OptionalInt.of(5), Optional.empty());

    private static final Span SPAN = new Span(1_400_000, 61_433_000);

    @ParameterizedTest
    @ValueSource(strings = {"h264-ladder", "h264-fast", "hevc-ladder", "av1-ladder", "audio-only"})
    void anEventCarriesAllOfAPlan(String profile) {
        MediaPlan plan = plan(profile);

        assertThat(PlanMapping.fromEvent(PlanMapping.toEvent(plan))).isEqualTo(plan);
    }

    @Test
    void anEventCarriesAGain() {
        MediaPlan plan = plan("h264-ladder");
        MediaPlan louder = plan.with(
                plan.audio().stream().map(track -> track.louder(-3.25)).toList());

        assertThat(PlanMapping.fromEvent(PlanMapping.toEvent(louder))).isEqualTo(louder);
    }

    @Test
    void aPlanOfSoundAloneHasNoVideoStreamInItsEventAndSegmentsInMilliseconds() {
        EncodingPlan event = PlanMapping.toEvent(plan("audio-only"));

        assertThat(event.getVideoStream()).isEqualTo(-1);
        assertThat(event.getFrameRateNum()).isEqualTo(1_000);
        assertThat(event.getFrameRateDen()).isEqualTo(1);
        assertThat(event.getSegmentFrames()).isEqualTo(4_000);
        assertThat(event.getChunks()).isZero();
    }

    @Test
    void refusesAnEventWithACodecThatItDoesNotKnow() {
        EncodingPlan event = PlanMapping.toEvent(plan("h264-ladder"));
        VideoRung rung =
                VideoRung.newBuilder(event.getRungs().get(0)).setCodec("vvc").build();
        EncodingPlan other =
                EncodingPlan.newBuilder(event).setRungs(List.of(rung)).build();

        assertThatThrownBy(() -> PlanMapping.fromEvent(other)).hasMessage("no such codec: vvc");
    }

    private static MediaPlan plan(String profile) {
        boolean soundOnly = profile.equals("audio-only");
        Video video = new Video(0, new Shape(1_920, 1_080), new FrameRate(30_000, 1_001), SPAN, true, COLOURS);
        SourceInfo source = new SourceInfo(
                        soundOnly ? Optional.empty() : Optional.of(video),
                        List.of(
                                new Audio(
                                        AMBISONIC, TAGS, 6, SPAN, Optional.of(new SourceFrames(44_100, 1_152, 47, 28))),
                                new Audio(PAIR, TrackTags.in(Optional.empty()), 2, SPAN)),
                        List.of(new Text(3, TAGS)))
                .captioned();
        return new EncodingPlanner(Duration.ofSeconds(10))
                .plan(
                        new SourcePin(URI.create("gs://bucket/a%20clip.mp4"), 17, 4_711),
                        source,
                        Profiles.builtIn().find(profile).orElseThrow(),
                        new Capacity(2, Optional.empty()),
                        List.of(new SubtitleFile(URI.create("gs://bucket/a.vtt"), "fr", Optional.empty())));
    }
}

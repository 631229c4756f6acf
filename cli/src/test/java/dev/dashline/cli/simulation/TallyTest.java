package dev.dashline.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.feed.RequestLine;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    static {
        TrustedEvents.vouch();
    }

    private final Tally tally = new Tally();

    @Test
    void countsWhatBecameOfWhatWasSubmitted() {
        tally.apply(encoded("a"));
        tally.apply(published("a", 1_500));
        tally.submitted("a");
        tally.submitted("b");
        tally.skipped();
        assertThat(tally.allEnded()).isFalse();
        tally.apply(failed("b"));
        tally.apply(published("somebody else's", 1));

        assertThat(tally.allEnded()).isTrue();
        assertThat(tally.stats().lines())
                .containsExactly(
                        "stats: parse_errors=1 submitted=2 encoded=1 published=1 publish_failed=1",
                        "margin_ms: p50=1500 p5=1500 min=1500");
        assertThat(tally.stats().json())
                .isEqualTo("{\"parseErrors\":1,\"submitted\":2,\"encoded\":1,\"published\":1,\"publishFailed\":1,"
                        + "\"marginMs\":{\"p50\":1500,\"p5\":1500,\"min\":1500}}");
    }

    @Test
    void aVideoThatIsPublishedByItsNextAttemptIsPublished() {
        tally.submitted("a");
        tally.apply(failed("a"));
        tally.apply(published("a", 10));

        assertThat(tally.stats().ends()).isEqualTo(new Stats.Ends(1, 0));
    }

    @Test
    void percentilesAreMarginsThatWereMeasured() {
        long[] hundred = new long[100];
        for (int i = 0; i < hundred.length; i++) {
            hundred[i] = (long) hundred.length - i;
        }
        Margins margins = new Margins(hundred);

        assertThat(margins.percentile(50)).hasValue(50);
        assertThat(margins.percentile(5)).hasValue(5);
        assertThat(margins.least()).hasValue(1);
        assertThat(new Margins().percentile(50)).isEmpty();
    }

    @Test
    void theSameSeedMakesTheSameRequests() {
        assertThat(bodies(1)).isEqualTo(bodies(1)).isNotEqualTo(bodies(2)).hasSize(154);
        assertThat(bodies(1)).allSatisfy(body -> {
            Duration encoding = Duration.parse(body.replaceAll(".*EncodingTime\":\"([^\"]*).*", "$1"));
            Duration timeout = Duration.parse(body.replaceAll(".*publicationTimeout\":\"([^\"]*).*", "$1"));
            assertThat(encoding).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
            assertThat(timeout.minus(encoding)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
        });
    }

    private static List<String> bodies(long seed) {
        List<String> bodies = new ArrayList<>();
        BroadcasterWorkload.of(154, seed)
                .forEachRemaining(
                        line -> bodies.add(((RequestLine.Asked) line).body().toString()));
        return bodies;
    }

    private static VideoEncoded encoded(String videoId) {
        return VideoEncoded.newBuilder()
                .setEventId("e")
                .setVideoId(videoId)
                .setAttempt(1)
                .setState(EncodingState.ENCODED)
                .setEncodingStartedAt(T0)
                .setEncoded(new EncodedVideo(T0, "m", "p", "i", "0a1b2c3d", List.of(), 1L, 1L, List.of()))
                .build();
    }

    private static VideoPublished published(String videoId, long margin) {
        return VideoPublished.newBuilder()
                .setEventId("p")
                .setVideoId(videoId)
                .setAttempt(1)
                .setManifest("m")
                .setMasterPlaylist("p")
                .setRequestedAt(T0)
                .setEncodingStartedAt(T0)
                .setEncodedAt(T0)
                .setPublishedAt(T0)
                .setDeadline(T0.plusMillis(margin))
                .setMarginMillis(margin)
                .setRenditions(List.of())
                .setDurationMillis(1)
                .setFrames(1)
                .build();
    }

    private static VideoFailed failed(String videoId) {
        return VideoFailed.newBuilder()
                .setEventId("f")
                .setVideoId(videoId)
                .setAttempt(1)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.PUBLISH)
                        .setCode("DEADLINE_EXCEEDED")
                        .setRetryable(true)
                        .setMessage("late")
                        .build())
                .setFailedAt(T0)
                .build();
    }
}

package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.encoded;
import static dev.dashline.encoder.Requests.failed;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.plan;
import static dev.dashline.encoder.Requests.request;
import static dev.dashline.encoder.Requests.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.EncodingState;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a video of many chunks costs the stores. */
@Timeout(120)
class LongVideoTest {

    private static final int SLOTS = 100;
    private static final long KILOBYTE = 1_024;

    private final EncoderDriver encoder = new EncoderDriver();
    /** What each result of a task wrote to changelogs, bytes. */
    private final List<Long> written = new ArrayList<>();
    /** What all else wrote, such as that a task was released, bytes. */
    private long others;

    @AfterEach
    void close() {
        encoder.close();
    }

    /** With each task, a worker begins, has it fail, begins once more and is done. */
    @Test
    void anEventWritesLessThanAKilobyteToChangelogs() {
        begin("v", 1_000);
        List<EncoderTask> failing = takeRound();
        failing.forEach(task -> report(task, failed(FailureCode.STORE_UNAVAILABLE)));
        encoder.topology.advanceWallClockTime(Duration.ofSeconds(10));
        encode();
        end("v");

        assertThat(written).hasSize(2_000 + 2 * failing.size());
        assertThat(written).allSatisfy(bytes -> assertThat(bytes).isLessThan(KILOBYTE));
    }

    @Test
    void aVideoOfTenHoursWritesSomeMegabytes() {
        int chunks = 1_000;
        begin("v", chunks);
        encode();
        end("v");

        long whole = others + written.stream().mapToLong(Long::longValue).sum();
        assertThat(whole / (2L * chunks)).isLessThan(KILOBYTE);
        long ofTenHours = Duration.ofHours(10).dividedBy(Duration.ofSeconds(20));
        assertThat(whole * ofTenHours / chunks).isLessThan(4_000_000);
    }

    @Test
    void anEventWritesNoMoreForAHundredTimesAsManyChunks() {
        begin("v", 10);
        encode();
        long few = Collections.max(written);
        end("v");
        begin("w", 1_000);
        encode();

        // Numbers grow by a digit or two.
        assertThat(Collections.max(written)).isLessThanOrEqualTo(few + 8);
    }

    @Test
    void tenThousandChunksAreCoordinatedAndForgotten() {
        begin("v", 10_000);
        encode();
        end("v");

        assertThat(encoder.reports.readValuesToList())
                .extracting(VideoEncoded::getState)
                .containsExactly(EncodingState.STARTED, EncodingState.ENCODED);
        assertThat(encoder.timelines)
                .singleElement()
                .satisfies(timeline -> assertThat(timeline.runs())
                        .hasSize(10_000)
                        .allMatch(run -> run.state().equals("done")));
        assertNothingIsLeft();
    }

    @Test
    void tenThousandWaitingTasksAreForgottenAtOnce() {
        begin("v", 10_000);
        takeRound();
        encoder.failures.pipeInput(
                "v",
                VideoFailed.newBuilder()
                        .setEventId("e")
                        .setVideoId("v")
                        .setAttempt(1)
                        .setFailure(failed(FailureCode.CANCELLED).getFailure())
                        .setFailedAt(T0)
                        .build());

        assertNothingIsLeft();
        encoder.beat("w", SLOTS, List.of());
        assertThat(encoder.tasks.isEmpty()).isTrue();
    }

    /** From the request to the first tasks. */
    private void begin(String videoId, int chunks) {
        encoder.beat("w", SLOTS, List.of());
        encoder.requests.pipeInput(videoId, request(videoId, 1));
        EncoderTask analyze = encoder.shortTasks.readValue();
        encoder.results.pipeInput(videoId, result(analyze, new Analyzed(plan(chunks, 0), null)));
    }

    /** All tasks that transcode. */
    private void encode() {
        for (List<EncoderTask> round = takeRound(); !round.isEmpty(); round = takeRound()) {
            round.forEach(task -> report(task, new Transcoded(part(task))));
            encoder.beat("w", SLOTS, List.of());
        }
    }

    /** A worker begins with every task that was released. */
    private List<EncoderTask> takeRound() {
        List<EncoderTask> round = encoder.tasks.readValuesToList();
        encoder.beat("w", SLOTS, round);
        round.forEach(task -> report(task, new TaskBegun()));
        return round;
    }

    private void report(EncoderTask task, Object outcome) {
        others += encoder.changelogBytes();
        encoder.results.pipeInput(task.getVideoId(), result(task, outcome));
        written.add(encoder.changelogBytes());
    }

    private void end(String videoId) {
        EncoderTask packaging = encoder.shortTasks.readValue();
        encoder.results.pipeInput(videoId, result(packaging, new Packaged(encoded(), List.of())));
        others += encoder.changelogBytes();
    }

    private void assertNothingIsLeft() {
        for (String store : List.of(JobStore.NAME, QueueStore.TASKS, QueueStore.VIDEOS)) {
            try (KeyValueIterator<String, Object> left =
                    encoder.topology.<String, Object>getKeyValueStore(store).all()) {
                assertThat(left).as(store).isExhausted();
            }
        }
    }
}

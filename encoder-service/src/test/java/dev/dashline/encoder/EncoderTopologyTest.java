package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.encoded;
import static dev.dashline.encoder.Requests.failed;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.plan;
import static dev.dashline.encoder.Requests.request;
import static dev.dashline.encoder.Requests.result;
import static dev.dashline.schemas.Topics.ENCODER_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.EncodingState;
import dev.dashline.events.PutWorkerAside;
import dev.dashline.events.QueueTurn;
import dev.dashline.events.StopTask;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.runtime.deadletter.RefusedRecordException;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.GeneratedDoc;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EncoderTopologyTest {

    private final EncoderDriver encoder = new EncoderDriver();
    private final TopologyTestDriver driver = encoder.topology;
    private final TestInputTopic<String, VideoRequested> requests = encoder.requests;
    private final TestInputTopic<String, EncoderTaskResult> results = encoder.results;
    private final TestInputTopic<String, VideoFailed> failures = encoder.failures;
    private final TestOutputTopic<String, EncoderTask> tasks = encoder.tasks;
    private final TestOutputTopic<String, EncoderTask> shortTasks = encoder.shortTasks;
    private final TestOutputTopic<String, VideoEncoded> reports = encoder.reports;
    private final TestOutputTopic<String, EncoderBacklog> backlog = encoder.backlog;

    @BeforeEach
    void startAWorker() {
        beat("w", 8);
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void takesARequestThroughToEncoded() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        results.pipeInput("v", result(analyze, new Analyzed(plan(2, 1), null)));
        for (EncoderTask task : tasks.readValuesToList()) {
            results.pipeInput("v", result(task, new TaskBegun()));
            results.pipeInput("v", result(task, new Transcoded(part(task))));
        }
        EncoderTask pack = shortTasks.readValue();
        assertThat(pack.getTaskId()).isEqualTo("package");
        results.pipeInput("v", result(pack, new Packaged(encoded(), List.of())));
        assertThat(reports.readValuesToList())
                .extracting(VideoEncoded::getState)
                .containsExactly(EncodingState.STARTED, EncodingState.ENCODED);
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(shortTasks.isEmpty()).isTrue();
    }

    @Test
    void releasesATaskToTheTopicOfTheCellThatHasAFreeSlot() {
        encoder.beat("w", 0, List.of());
        encoder.beat("x", 2, 1, List.of());
        requests.pipeInput("v", request("v", 1));
        assertThat(encoder.shortTasks(2))
                .hasSize(1)
                .allSatisfy(task -> assertThat(task.getCell()).isEqualTo(2));
        assertThat(shortTasks.isEmpty()).isTrue();
    }

    @Test
    void aRepeatedRequestChangesNothing() {
        requests.pipeInput("v", request("v", 1));
        requests.pipeInput("v", request("v", 1));
        assertThat(shortTasks.readValuesToList()).hasSize(1);
    }

    @Test
    void aHigherAttemptReplacesTheLower() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask old = shortTasks.readValue();
        requests.pipeInput("v", request("v", 2));
        assertThat(shortTasks.readValue().getAttempt()).isEqualTo(2);
        results.pipeInput("v", result(old, new Analyzed(plan(2, 1), null)));
        assertThat(tasks.isEmpty()).isTrue();
        requests.pipeInput("v", request("v", 1));
        assertThat(shortTasks.isEmpty()).isTrue();
    }

    @Test
    void anAttemptThatWasEndedElsewhereGetsNoMoreTasks() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        failures.pipeInput("v", ended("v", 1));
        results.pipeInput("v", result(analyze, new Analyzed(plan(2, 1), null)));
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(reports.isEmpty()).isTrue();
    }

    @Test
    void aFailureUnderTheKeyOfAnotherVideoEndsNothing() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        failures.pipeInput("w", ended("v", 1));
        failures.pipeInput(null, ended("v", 1));
        results.pipeInput("v", result(analyze, new Analyzed(plan(2, 1), null)));
        assertThat(tasks.isEmpty()).isFalse();
    }

    @Test
    void refusesAResultWithoutAValueAndLeavesARequestWithoutOneToPublisherService() {
        requests.pipeInput("v", null);
        assertThatThrownBy(() -> results.pipeInput("v", null)).hasRootCauseInstanceOf(RefusedRecordException.class);
    }

    @Test
    void refusesAResultUnderTheKeyOfAnotherVideo() {
        requests.pipeInput("v", request("v", 1));
        EncoderTaskResult analyzed = result(shortTasks.readValue(), new Analyzed(plan(2, 1), null));
        assertThatThrownBy(() -> results.pipeInput("w", analyzed)).hasRootCauseInstanceOf(RefusedRecordException.class);
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void retriesWhenItsTimeHasComeAndNotBefore() {
        requests.pipeInput("v", request("v", 1));
        results.pipeInput("v", result(shortTasks.readValue(), failed(FailureCode.STORE_UNAVAILABLE)));
        driver.advanceWallClockTime(Duration.ofMillis(900));
        assertThat(shortTasks.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(shortTasks.readValue().getEpoch()).isEqualTo(2);
    }

    @Test
    void releasesNoMoreThanTheSlotsCanTakeAndTheRestWhenTheyAreFree() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        assertThat(analyze.getSlots()).isEqualTo(8);
        results.pipeInput("v", result(analyze, new Analyzed(plan(20, 0), null)));
        List<EncoderTask> first = tasks.readValuesToList();
        assertThat(first).hasSize(8).allSatisfy(task -> {
            assertThat(task.getPlan()).contains(plan(20, 0));
            assertThat(task.getRequest()).isEqualTo(request("v", 1));
        });
        beat("w", 8, first.toArray(EncoderTask[]::new));
        assertThat(tasks.isEmpty()).isTrue();
        beat("w", 8, first.subList(2, 8).toArray(EncoderTask[]::new));
        assertThat(tasks.readValuesToList())
                .extracting(EncoderTask::getTaskId)
                .containsExactly("video-00008", "video-00009");
    }

    @Test
    void theMoreUrgentVideoGoesFirstThoughItCameLater() {
        beat("w", 0);
        VideoRequested soon = VideoRequested.newBuilder(request("soon", 1))
                .setPublicationTimeoutMillis(20_000L)
                .build();
        requests.pipeInput("later", request("later", 1));
        requests.pipeInput("soon", soon);
        beat("w", 2);
        assertThat(shortTasks.readValuesToList())
                .extracting(EncoderTask::getVideoId)
                .containsExactly("soon", "later");
    }

    @Test
    void aTaskWhoseWorkerFallsSilentIsTriedAgainElsewhere() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        beat("lost", 8, analyze);
        results.pipeInput("v", result(analyze, new TaskBegun()));
        for (int second = 0; second < 4; second++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            beat("w", 8);
        }
        assertThat(shortTasks.readValue().getEpoch()).isEqualTo(2);
        assertThat(encoder.spans)
                .extracting(AttemptSpan::name, span -> span.facts().attributes().get("dashline.epoch"))
                .containsExactly(tuple("queue", "1"), tuple("lost", "1"), tuple("queue", "2"));
    }

    @Test
    void aTaskThatItsWorkerGivesBackIsReleasedAgainAtOnce() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        beat("w", 8, analyze);
        results.pipeInput("v", result(analyze, new TaskBegun()));
        results.pipeInput("v", result(analyze, new TaskLeft()));
        assertThat(shortTasks.readValue().getEpoch()).isEqualTo(1);
    }

    @Test
    void aTaskThatNoWorkerHasTakenIsReleasedAgain() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        for (int second = 0; second < 5 && shortTasks.isEmpty(); second++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            beat("w", 8);
        }
        assertThat(shortTasks.readValuesToList()).singleElement().satisfies(again -> {
            assertThat(again.getTaskId()).isEqualTo(analyze.getTaskId());
            assertThat(again.getEpoch()).isEqualTo(1);
        });
    }

    @Test
    void noWorkerIsSilentWhileNoneCanBeHeard() {
        requests.pipeInput("v", request("v", 1));
        EncoderTask analyze = shortTasks.readValue();
        beat("w", 8, analyze);
        results.pipeInput("v", result(analyze, new TaskBegun()));
        driver.advanceWallClockTime(Duration.ofMinutes(5));
        beat("other", 8);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        beat("w", 8, analyze);
        assertThat(shortTasks.isEmpty()).isTrue();
        results.pipeInput("v", result(analyze, new Analyzed(plan(1, 0), null)));
        assertThat(tasks.readValuesToList()).hasSize(1);
    }

    @Test
    void saysWhatWaitsAndRuns() {
        backlog.readValuesToList();
        requests.pipeInput("v", request("v", 1));
        results.pipeInput("v", result(shortTasks.readValue(), new Analyzed(plan(20, 0), null)));
        List<EncoderTask> first = tasks.readValuesToList();
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        beat("w", 8, first.toArray(EncoderTask[]::new));
        EncoderBacklog newest = backlog.readValuesToList().get(0);
        assertThat(newest.getWorkers()).isEqualTo(1);
        assertThat(newest.getLanes()).anySatisfy(lane -> {
            assertThat(lane.getTopic()).isEqualTo(ENCODER_TASKS.name());
            assertThat(lane.getWaiting()).isEqualTo(12);
            assertThat(lane.getRunning()).isEqualTo(8);
            assertThat(lane.getSlots()).isEqualTo(8);
            assertThat(lane.getOldestReadyAt()).contains(T0);
        });
        assertThat(newest.getVideos()).singleElement().satisfies(video -> {
            assertThat(video.getTitle()).isEqualTo("v.mp4");
            assertThat(video.getTenant()).isEqualTo("default");
            assertThat(video.getTurn()).isEqualTo(QueueTurn.BY_URGENCY);
            assertThat(video.getWaiting()).isEqualTo(12);
            assertThat(video.getRunning()).isEqualTo(8);
            assertThat(video.getEndsInMillis()).isBetween(video.getWorkMillis() / 8 - 1, video.getWorkMillis() / 8 + 1);
        });
    }

    @Test
    void aWorkerThatFailsAtWhatAnotherCanDoIsPutAside() {
        encoder.beat("blind", 8, List.of());
        for (String videoId : List.of("u", "v", "w")) {
            assertThat(encoder.orders.isEmpty()).isTrue();
            requests.pipeInput(videoId, request(videoId, 1));
            results.pipeInput(
                    videoId, by("blind/short-0", shortTasks.readValue(), failed(FailureCode.SOURCE_NOT_FOUND)));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            results.pipeInput(videoId, by("w/short-0", shortTasks.readValue(), new Analyzed(plan(1, 0), null)));
        }
        TestRecord<String, WorkerOrder> order = encoder.orders.readRecord();
        assertThat(order.key()).isEqualTo("blind");
        assertThat(order.value().getWorker()).isEqualTo("blind");
        assertThat(order.value().getOrder())
                .isEqualTo(new PutWorkerAside(
                        order.value().getAt().plusSeconds(60), "SOURCE_NOT_FOUND where others succeed"));
    }

    /** One worker sleeps at its task. */
    @Test
    void aTaskThatTakesFarTooLongRunsOnAnotherWorkerAndStopsOnTheFirst() {
        requests.pipeInput("v", request("v", 1));
        EncodingPlan plan =
                EncodingPlan.newBuilder(plan(1, 0)).setWorkMillis(5_000).build();
        results.pipeInput("v", result(shortTasks.readValue(), new Analyzed(plan, null)));
        EncoderTask first = tasks.readValue();
        results.pipeInput("v", by("slow/0", first, new TaskBegun()));
        for (int second = 0; second < 30 && tasks.isEmpty(); second++) {
            beat("slow", 1, first);
            beat("w", 8);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
        EncoderTask copy = tasks.readValue();
        assertThat(tasks.isEmpty()).isTrue();
        assertThat(copy.getEpoch()).isEqualTo(2);
        assertThat(copy.getAvoid()).containsExactly("slow");
        beat("w", 8, copy);

        results.pipeInput("v", by("w/0", copy, new Transcoded(part(copy))));
        assertThat(shortTasks.readValue().getTaskId()).isEqualTo("package");
        beat("slow", 1, first);

        assertThat(encoder.orders.readValuesToList())
                .extracting(WorkerOrder::getWorker, WorkerOrder::getOrder)
                .containsExactly(tuple("slow", new StopTask("v", 1, first.getTaskId(), 1, "is done elsewhere")));
    }

    private static EncoderTaskResult by(String worker, EncoderTask task, Object outcome) {
        return EncoderTaskResult.newBuilder(result(task, outcome))
                .setWorker(worker)
                .build();
    }

    @Test
    void theSchedulerForgetsWhatHasEnded() {
        requests.pipeInput("v", request("v", 1));
        results.pipeInput("v", result(shortTasks.readValue(), new Analyzed(plan(20, 0), null)));
        failures.pipeInput("v", ended("v", 1));
        assertThat(driver.getKeyValueStore(QueueStore.TASKS).all().hasNext()).isFalse();
        assertThat(driver.getKeyValueStore(QueueStore.VIDEOS).all().hasNext()).isFalse();
    }

    @Test
    void forgetsAnEndedAttemptAfterItsMemoryHasRunOut() {
        requests.pipeInput("v", request("v", 1));
        failures.pipeInput("v", ended("v", 1));
        driver.advanceWallClockTime(JobPolicy.DEFAULT.memory().plusSeconds(1));
        assertThat(driver.getKeyValueStore(Coordinator.JOBS).get("v")).isNull();
        assertThat(driver.getKeyValueStore(Coordinator.TIMERS).all().hasNext()).isFalse();
    }

    @Test
    void skipsARequestThatBreaksTheRules() {
        requests.pipeInput("v", request("../v", 1));
        requests.pipeInput("v", request("w", 1));
        assertThat(shortTasks.isEmpty()).isTrue();
    }

    /**
     * A topology that is deployed must not change by accident: its names are those of topics and stores with data in
     * them.
     */
    @Test
    void itsDescriptionIsTheOneInTheRepository() {
        GeneratedDoc.at("docs/topology/encoder-service.txt")
                .mustBe(encoder.build(new Properties()).describe().toString());
    }

    private static VideoFailed ended(String videoId, int attempt) {
        return VideoFailed.newBuilder()
                .setEventId("e")
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setFailure(failed(FailureCode.DEADLINE_EXCEEDED).getFailure())
                .setFailedAt(T0)
                .build();
    }

    private void beat(String worker, int slots, EncoderTask... running) {
        encoder.beat(worker, slots, List.of(running));
    }
}

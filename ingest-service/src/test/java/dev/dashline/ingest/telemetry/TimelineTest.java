package dev.dashline.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.Failure;
import dev.dashline.events.ReportedColours;
import dev.dashline.events.RunningTask;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceVideo;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.storage.Timeline;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What heartbeats tell of a video's tasks, and what follows from that. */
class TimelineTest {

    private static final Instant T0 = Events.T0;

    private final ObservedRuns runs = new ObservedRuns();
    private @Nullable VideoStatus status =
            VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(1)), Events.started(1));

    @Test
    void aTaskRunsWhileItsWorkerNamesItAndIsDoneAfterwards() {
        heard("a", 1, task("video-00000", 1, 500));
        assertThat(tasks(1)).containsExactly("video-00000#1 running at a");

        heard("a", 2);
        assertThat(tasks(2)).containsExactly("video-00000#1 done at a");
        assertThat(timeline(2).path("tasks").get(0).path("endedAt").asText())
                .isEqualTo(T0.plusSeconds(2).toString());
    }

    @Test
    void aTaskIsLostWithItsWorkerAndItsNextTryStandsBeside() {
        heard("a", 1, task("video-00000", 1, 500));
        heard("b", 7, task("video-00000", 2, 0));

        assertThat(tasks(7)).containsExactly("video-00000#1 lost at a", "video-00000#2 running at b");
        assertThat(timeline(7).path("tasks").get(0).path("endedAt").asText())
                .isEqualTo(T0.plusSeconds(1).toString());
    }

    @Test
    void theLastTaskOfAPublishedVideoIsDoneThoughItsHeartbeatIsStillToCome() {
        heard("a", 1, task("package", 1, 0));
        status = VideoStatuses.apply(status, Events.published(1));

        assertThat(tasks(2)).containsExactly("package#1 done at a");
        assertThat(timeline(2).path("complete").asBoolean()).isFalse();
        heard("a", 3);
        assertThat(timeline(3).path("complete").asBoolean()).isFalse();
        assertThat(timeline(300).path("complete").asBoolean()).isTrue();
    }

    @Test
    void aTryThatCameAgainHasFailed() {
        heard("a", 1, task("video-00000", 1, 500));
        heard("a", 2, task("video-00000", 2, 0));

        assertThat(tasks(2)).containsExactly("video-00000#1 failed at a", "video-00000#2 running at a");
    }

    @Test
    void aFailedAttemptTellsWhyEachTryFailedAlsoIfNoHeartbeatToldOfIt() {
        heard("a", 1, task("video-00000", 1, 500));
        heard("a", 2);
        status = VideoStatuses.apply(
                status,
                VideoFailed.newBuilder(Events.failed(1))
                        .setFailure(Failure.newBuilder(Events.failed(1).getFailure())
                                .setHistory(
                                        List.of(failure("video-00000", "DECODE_ERROR"), failure("text", "WORKER_LOST")))
                                .build())
                        .build());

        assertThat(tasks(9)).containsExactly("video-00000#1 failed at a", "text#1 lost at b");
        assertThat(timeline(9).path("tasks").get(0).path("code").asText()).isEqualTo("DECODE_ERROR");
        assertThat(timeline(300).path("complete").asBoolean()).isTrue();
    }

    @Test
    void whatIsStoredIsShownInPlaceOfWhatHeartbeatsTold() {
        heard("a", 1, task("video-00000", 1, 500));
        status = VideoStatuses.apply(status, Events.published(1));
        Timeline stored = new Timeline(List.of(new Timeline.Run(
                "video-00001",
                2,
                "b",
                "overtaken",
                T0,
                T0.plusSeconds(1),
                T0.plusSeconds(2),
                Optional.empty(),
                Optional.empty())));

        JsonNode json = TimelineJson.of(Objects.requireNonNull(status), stored);
        assertThat(json.path("complete").asBoolean()).isTrue();
        assertThat(json.path("tasks"))
                .singleElement()
                .hasToString("{\"task\":\"video-00001\",\"epoch\":2,\"worker\":\"b\",\"state\":\"overtaken\","
                        + "\"issuedAt\":\"" + T0 + "\",\"startedAt\":\"" + T0.plusSeconds(1) + "\",\"endedAt\":\""
                        + T0.plusSeconds(2) + "\"}");
    }

    @Test
    void progressIsTheSumOfTheNewestTriesAndTheRestTakesAsLongAsThatDid() {
        long total = 60_000;
        status = VideoStatus.newBuilder(Objects.requireNonNull(status))
                .setReport(SourceReport.newBuilder(Events.early())
                        .setVideo(pictures(total))
                        .build())
                .build();
        heard("a", 0, task("video-00000", 1, total / 4), task("audio-0-00000", 1, 99_000));
        heard("b", 10, task("video-00001", 1, total), task("video-00001", 2, total / 4));

        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ProgressJson.put(json, status, runs.of("v", 1), T0.plusSeconds(10));
        assertThat(json.path("doneMs").asLong()).isEqualTo(total / 4 * 2);
        assertThat(json.path("totalMs").asLong()).isEqualTo(total);
        assertThat(json.path("remainingMs").asLong()).isBetween(9_000L, 11_000L);
    }

    @Test
    void attemptsAreForgottenOldestFirst() {
        heard("a", 0, task("video-00000", 1, 0));
        for (int number = 0; number < 2; number++) {
            String video = "other-" + number;
            RunningTask[] many = new RunningTask[ObservedRuns.MOST / 2];
            Arrays.setAll(
                    many,
                    chunk -> RunningTask.newBuilder(task("video-" + chunk, 1, 0))
                            .setVideoId(video)
                            .build());
            heard("b", number, many);
        }
        assertThat(runs.of("v", 1)).isEmpty();
        assertThat(runs.of("other-1", 1)).hasSize(ObservedRuns.MOST / 2);
    }

    private static SourceVideo pictures(long durationMillis) {
        return SourceVideo.newBuilder()
                .setTrack(0)
                .setCodec("h264")
                .setCodedWidth(640)
                .setCodedHeight(360)
                .setWidth(640)
                .setHeight(360)
                .setPixels("1:1")
                .setRotation(0)
                .setInterlaced(false)
                .setFrameRate("25/1")
                .setFrameRateOrigin("PICTURES")
                .setColours(ReportedColours.newBuilder()
                        .setPixels("yuv")
                        .setPrimaries("bt709")
                        .setTransfer("bt709")
                        .setMatrix("bt709")
                        .setRange("tv")
                        .setAssumed(List.of())
                        .build())
                .setDurationMillis(durationMillis)
                .build();
    }

    private void heard(String worker, int second, RunningTask... running) {
        runs.heard(WorkerHeartbeat.newBuilder(Telemetry.heartbeat(T0.plusSeconds(second)))
                .setWorker(worker)
                .setRunning(List.of(running))
                .build());
    }

    private static RunningTask task(String task, int epoch, long done) {
        return RunningTask.newBuilder()
                .setVideoId("v")
                .setAttempt(1)
                .setTaskId(task)
                .setEpoch(epoch)
                .setStartedAt(T0)
                .setDoneMillis(done)
                .build();
    }

    private static TaskFailure failure(String task, String code) {
        return TaskFailure.newBuilder()
                .setTaskId(task)
                .setEpoch(1)
                .setWorker("b")
                .setCode(code)
                .setMessage("It failed.")
                .setFailedAt(T0)
                .build();
    }

    private JsonNode timeline(int second) {
        return TimelineJson.of(Objects.requireNonNull(status), runs.of("v", 1), T0.plusSeconds(second));
    }

    private List<String> tasks(int second) {
        return StreamSupport.stream(timeline(second).path("tasks").spliterator(), false)
                .map(task -> task.path("task").asText() + '#'
                        + task.path("epoch").asInt() + ' ' + task.path("state").asText() + " at "
                        + task.path("worker").asText())
                .toList();
    }
}

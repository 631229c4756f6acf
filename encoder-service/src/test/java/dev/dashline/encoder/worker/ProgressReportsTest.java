package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.Requests;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.encoder.EncoderTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

class ProgressReportsTest {

    private final RunningTasks tasks = new RunningTasks("w/", 2, Clock.systemUTC(), () -> {});
    private final RunningTasks shortTasks = new RunningTasks("w/short-", 1, Clock.systemUTC(), () -> {});
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, (topic, key) -> new byte[0], (topic, value) -> new byte[0]);
    private final StopSignal stop = new StopSignal();
    private final ProgressReports reports =
            new ProgressReports(List.of(tasks, shortTasks), new WorkerEvents(producer, Clock.systemUTC()), stop);

    @Test
    void tellsWhatHasProgressedSinceTheLastTime() throws Exception {
        stop.stop(); // so that no step waits
        TaskRun first = tasks.begin(Tasks.task("v", 0)).orElseThrow();
        TaskRun second = shortTasks.begin(Tasks.task("v", 1)).orElseThrow();
        reports.step();
        first.progress(100);
        second.progress(200);
        reports.step();
        first.progress(300);
        first.progress(400);
        reports.step();
        reports.step();

        assertThat(producer.history())
                .extracting(record -> ((VideoProgress) record.value()).getDoneMillis())
                .containsExactly(100L, 200L, 400L);
        assertThat(producer.history().get(2).value())
                .isEqualTo(VideoProgress.newBuilder()
                        .setVideoId("v")
                        .setAttempt(1)
                        .setTaskId("video-00000")
                        .setEpoch(1)
                        .setWorker("w/0")
                        .setDoneMillis(400)
                        .setTotalMillis(48_000)
                        .setAt(((VideoProgress) producer.history().get(2).value()).getAt())
                        .build());
    }

    @Test
    void tellsASmallFleetsProgressTwiceASecond() {
        assertThat(ProgressReports.pause(List.of())).hasMillis(500);
        assertThat(ProgressReports.pause(running(2, 10))).hasMillis(500);
    }

    @Test
    void tellsNoMoreThanAHundredTimesASecondInALargeFleet() {
        assertThat(ProgressReports.pause(running(16, 25)).multipliedBy(100)).isEqualTo(Duration.ofSeconds(400));
    }

    private static List<TaskRun> running(int count, int workers) {
        EncoderTask task =
                EncoderTask.newBuilder(Tasks.task("v", 0)).setWorkers(workers).build();
        return IntStream.range(0, count)
                .mapToObj(number -> new TaskRun(task, number, "w/" + number, Requests.T0))
                .toList();
    }
}

package dev.dashline.encoder.schedule;

import static dev.dashline.encoder.schedule.TestSchedule.T0;
import static dev.dashline.encoder.schedule.TestSchedule.beat;
import static dev.dashline.encoder.schedule.TestSchedule.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.Workers.Worker;
import dev.dashline.events.RunningTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private static final TaskTry ANALYZE = new TaskTry("v", 1, TaskIds.ANALYZE, 1);

    private final Workers workers = new Workers(SchedulePolicy.DEFAULT);

    @Test
    void countsTheSlotsOfAll() {
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0), ANALYZE)).build(), T0);
        workers.heard(beat("b", 2, 1, List.of()).build(), T0);

        assertThat(workers.taking()).isEqualTo(2);
        assertThat(workers.slots(Lane.ENCODE).all()).isEqualTo(6);
        assertThat(workers.slots(Lane.ENCODE).free()).isEqualTo(5);
        assertThat(workers.slots(Lane.SHORT).all()).isEqualTo(3);
        assertThat(workers.slots(Lane.SHORT).free()).isEqualTo(2);
    }

    @Test
    void countsOnlyTheNewestHeartbeatOfEach() {
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0))).build(), T0);
        workers.heard(beat("a", 3, 2, List.of()).build(), T0);

        assertThat(workers.taking()).isEqualTo(1);
        assertThat(workers.slots(Lane.ENCODE).free()).isEqualTo(3);
    }

    @Test
    void aWorkerThatRunsMoreThanItTakesHasNoFreeSlot() {
        workers.heard(beat("a", 0, 0, List.of(chunk("v", 0))).build(), T0);

        assertThat(workers.slots(Lane.ENCODE).free()).isZero();
    }

    @Test
    void aTaskThatIsOnlyStoredTakesNoSlot() {
        WorkerHeartbeat beat =
                beat("a", 2, 1, List.of(chunk("v", 0), chunk("v", 1))).build();
        RunningTask stored = RunningTask.newBuilder(beat.getRunning().get(0))
                .setEncoded(true)
                .build();

        workers.heard(
                WorkerHeartbeat.newBuilder(beat)
                        .setRunning(List.of(stored, beat.getRunning().get(1)))
                        .build(),
                T0);

        assertThat(workers.slots(Lane.ENCODE).free()).isEqualTo(1);
        assertThat(workers.find("a").orElseThrow().running()).contains(chunk("v", 0));
    }

    @Test
    void theSlotsOfADrainingWorkerDoNotCount() {
        workers.heard(beat("a", 4, 2, List.of()).build(), T0);
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0))).setDraining(true).build(), T0);

        assertThat(workers.taking()).isZero();
        assertThat(workers.slots(Lane.ENCODE).all()).isZero();
        assertThat(workers.slots(Lane.ENCODE).free()).isZero();
        assertThat(workers.find("a")).isPresent();
    }

    @Test
    void forgetsAWorkerThatHasLeft() {
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0))).build(), T0);

        assertThat(workers.heard(beat("a", 0, 0, List.of()).setDraining(true).build(), T0)
                        .ended())
                .containsExactly(chunk("v", 0));
        assertThat(workers.find("a")).isEmpty();
    }

    @Test
    void saysWhatIsNotNamedAnyMore() {
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0), chunk("v", 1))).build(), T0);

        assertThat(workers.heard(
                                beat("a", 4, 2, List.of(chunk("v", 1), chunk("v", 2)))
                                        .build(),
                                T0)
                        .ended())
                .containsExactly(chunk("v", 0));
    }

    @Test
    void readsAllOfAHeartbeatTwiceASecondAndOfOthersWhatIsNew() {
        assertThat(workers.heard(beat("a", 4, 2, List.of(chunk("v", 0))).build(), T0)
                        .named())
                .containsExactly(chunk("v", 0));
        assertThat(workers.heard(
                                beat("a", 4, 2, List.of(chunk("v", 0), chunk("v", 1)))
                                        .build(),
                                T0.plusMillis(100))
                        .named())
                .containsExactly(chunk("v", 1));
        assertThat(workers.heard(
                                beat("a", 4, 2, List.of(chunk("v", 0), chunk("v", 1)))
                                        .build(),
                                T0.plusMillis(500))
                        .named())
                .containsExactlyInAnyOrder(chunk("v", 0), chunk("v", 1));
    }

    @Test
    void doesNotTakeATaskForEndedThatAnotherOneRuns() {
        workers.heard(beat("a", 4, 2, List.of(chunk("v", 0))).build(), T0);
        workers.heard(beat("b", 4, 2, List.of(chunk("v", 0))).build(), T0);

        assertThat(workers.heard(beat("b", 4, 2, List.of()).build(), T0).ended())
                .isEmpty();
        assertThat(workers.heard(beat("a", 4, 2, List.of()).build(), T0).ended())
                .containsExactly(chunk("v", 0));
    }

    @Test
    void findsTheSilentOnesOnce() {
        workers.heard(beat("a", 4, 2, List.of()).build(), T0);
        for (int second = 0; second <= 4; second++) {
            workers.heard(beat("b", 4, 2, List.of()).build(), T0.plusSeconds(second));
        }

        assertThat(workers.silent(T0.plusSeconds(3))).isEmpty();
        assertThat(workers.silent(T0.plusSeconds(4))).extracting(Worker::name).containsExactly("a");
        assertThat(workers.silent(T0.plusSeconds(4))).isEmpty();
        assertThat(workers.taking()).isEqualTo(1);
    }

    @Test
    void nobodyIsSilentWhileNothingCouldBeHeard() {
        workers.heard(beat("a", 4, 2, List.of()).build(), T0);

        assertThat(workers.silent(T0.plusSeconds(60))).isEmpty();

        workers.heard(beat("b", 4, 2, List.of()).build(), T0.plusSeconds(60));
        assertThat(workers.silent(T0.plusSeconds(60))).isEmpty();
        assertThat(workers.listeningSince()).isEqualTo(T0.plusSeconds(60));
        workers.heard(beat("b", 4, 2, List.of()).build(), T0.plusSeconds(62));
        workers.heard(beat("b", 4, 2, List.of()).build(), T0.plus(Duration.ofSeconds(64)));
        assertThat(workers.silent(T0.plusSeconds(64))).extracting(Worker::name).containsExactly("a");
    }
}

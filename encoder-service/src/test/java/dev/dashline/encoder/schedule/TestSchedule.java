package dev.dashline.encoder.schedule;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Priority;
import dev.dashline.events.RunningTask;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.ProvenWrong;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A {@link Schedule} with a clock that tests set, and what it has decided so far. */
final class TestSchedule {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration BEAT = Duration.ofSeconds(1);

    static {
        TrustedEvents.vouch();
    }

    final Schedule schedule = new Schedule(SchedulePolicy.DEFAULT);
    final List<TaskTry> released = new ArrayList<>();
    /** The cells of what was released, in the same order. */
    final List<Integer> cells = new ArrayList<>();

    final List<TaskTry> lost = new ArrayList<>();
    /** Whether a worker may have been lost, too, for each of them. */
    final List<Boolean> workersLost = new ArrayList<>();

    final List<ScheduleEffect.PutAside> aside = new ArrayList<>();
    final List<TaskTry> slow = new ArrayList<>();
    final List<ScheduleEffect.Stop> stopped = new ArrayList<>();
    Instant now = T0;

    /** Opens a planned video without a deadline, whose encoding takes so long on one slot. */
    void open(String videoId, Duration work) {
        open(videoId, work, request -> request);
    }

    void open(String videoId, Duration work, UnaryOperator<VideoRequested.Builder> change) {
        schedule.opened(videoId, demand(request(now, change), Optional.of(work.toMillis()), Optional.empty()));
    }

    static VideoDemand demand(VideoRequested request, Optional<Long> workMillis, Optional<Instant> startedAt) {
        return new VideoDemand(request.getAttempt(), request, workMillis, startedAt);
    }

    static VideoRequested request(Instant at, UnaryOperator<VideoRequested.Builder> change) {
        return change.apply(VideoRequested.newBuilder()
                        .setVideoId("v")
                        .setSource("file:///v")
                        .setRequestedAt(at))
                .build();
    }

    static UnaryOperator<VideoRequested.Builder> timeout(Duration timeout) {
        return request -> request.setPublicationTimeoutMillis(timeout.toMillis());
    }

    static UnaryOperator<VideoRequested.Builder> priority(Priority priority) {
        return request -> request.setPriority(priority);
    }

    static VideoRequested.Builder tenSecondsFromItsStart(VideoRequested.Builder request) {
        return request.setPublicationTimeoutMillis(10_000L).setDeadlineClock(DeadlineClock.ENCODING_STARTED);
    }

    /** Chunks of a video are ready, each of so much work. */
    void chunks(String videoId, int count, Duration work) {
        for (int chunk = 0; chunk < count; chunk++) {
            ready(chunk(videoId, chunk), work);
        }
    }

    void ready(TaskTry task, Duration work) {
        note(schedule.ready(task, work.toMillis(), now));
    }

    void settled(TaskTry task) {
        note(schedule.settled(task, now));
    }

    void closed(String videoId, int attempt) {
        note(schedule.closed(videoId, attempt, now));
    }

    void provenWrong(ProvenWrong wrong) {
        note(schedule.provenWrong(wrong, now));
    }

    void heard(WorkerHeartbeat heartbeat) {
        note(schedule.heard(heartbeat, now));
    }

    /** A worker with two short slots says what it runs. */
    void heard(String worker, int slots, TaskTry... running) {
        heard(beat(worker, slots, 2, List.of(running)).build());
    }

    /** Time passes, and the same heartbeat comes every second. */
    void beats(Duration time, String worker, int slots, TaskTry... running) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            pass(BEAT);
            heard(worker, slots, running);
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** What was released since the last call. */
    List<TaskTry> takeReleased() {
        List<TaskTry> taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    static WorkerHeartbeat.Builder beat(String worker, int slots, int shortSlots, Collection<TaskTry> running) {
        return WorkerHeartbeat.newBuilder()
                .setWorker(worker)
                .setAt(T0)
                .setStartedAt(T0)
                .setVersion("test")
                .setSlots(slots)
                .setShortSlots(shortSlots)
                .setRunning(running.stream()
                        .map(task -> new RunningTask(
                                task.videoId(), task.attempt(), task.taskId(), task.epoch(), T0, 0L, 0L, "", false))
                        .toList());
    }

    static TaskTry chunk(String videoId, int chunk) {
        return new TaskTry(videoId, 1, "video-%05d".formatted(chunk), 1);
    }

    static TaskTry again(TaskTry task) {
        return new TaskTry(task.videoId(), task.attempt(), task.taskId(), task.epoch() + 1);
    }

    private void note(List<ScheduleEffect> effects) {
        for (ScheduleEffect effect : effects) {
            if (effect instanceof ScheduleEffect.Release release) {
                released.add(release.task());
                cells.add(release.cell());
            } else if (effect instanceof ScheduleEffect.Lost gone) {
                lost.add(gone.task());
                workersLost.add(gone.workerLost());
            } else if (effect instanceof ScheduleEffect.PutAside put) {
                aside.add(put);
            } else if (effect instanceof ScheduleEffect.Slow straggler) {
                slow.add(straggler.task());
            } else if (effect instanceof ScheduleEffect.Stop stop) {
                stopped.add(stop);
            }
        }
    }
}

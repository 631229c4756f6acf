package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.Schedule;
import dev.dashline.encoder.schedule.ScheduleEffect;
import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.encoder.schedule.VideoDemand;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** A scheduler with its real decisions, and a coordinator and workers that only take simulated time. */
final class SimulatedDeployment implements SimulatedFleet.Listener {

    private static final long BACKOFF = 1_250;
    /** Heartbeats come first. */
    private static final long FIRST_REQUEST = 2_000;

    private final SimulatedTime time = new SimulatedTime();
    private final Schedule schedule;
    private final Map<String, SimulatedJob> jobs = new HashMap<>();
    private final List<Long> encodingEnds = new ArrayList<>();
    private final Hops hops;
    private final SimulatedFleet fleet;
    private int open;
    private int lost;
    private int copies;
    private int left;

    SimulatedDeployment(int slots, Hops hops, long seed) {
        this(slots, hops, seed, SchedulePolicy.DEFAULT);
    }

    SimulatedDeployment(int slots, Hops hops, long seed, SchedulePolicy policy) {
        this.schedule = new Schedule(policy);
        this.hops = hops;
        this.fleet = new SimulatedFleet(time, hops, new Random(seed), this);
        fleet.start(slots);
        runUntil(FIRST_REQUEST);
    }

    SimulatedFleet fleet() {
        return fleet;
    }

    /** These videos will be requested. Their arrival counts from now. */
    void request(Collection<SimulatedVideo> videos) {
        for (SimulatedVideo video : videos) {
            SimulatedJob job = new SimulatedJob(video.arriving(video.arrival() + time.now()));
            jobs.put(video.id(), job);
            open++;
            time.at(job.video().arrival(), () -> begin(job));
        }
    }

    /** Runs until every requested video has ended. */
    SimulatedDeployment run() {
        while (open > 0) {
            time.step();
        }
        return this;
    }

    void runUntil(long moment) {
        while (time.now() < moment) {
            time.step();
        }
    }

    long now() {
        return time.now();
    }

    Outcome outcome(String videoId) {
        return Objects.requireNonNull(jobs.get(videoId)).outcome();
    }

    Collection<Outcome> outcomes() {
        return jobs.values().stream().map(SimulatedJob::outcome).toList();
    }

    /** When slots that encode became free, in order. */
    List<Long> encodingEnds() {
        return encodingEnds;
    }

    /** How many tasks the scheduler took for lost. */
    int lost() {
        return lost;
    }

    /** How many tasks were given to a second worker. */
    int copies() {
        return copies;
    }

    /** How many tasks gave way to more urgent ones. */
    int left() {
        return left;
    }

    private void begin(SimulatedJob job) {
        if (job.outcome().deadline().isPresent()) {
            time.at(job.outcome().deadline().getAsLong(), () -> deadline(job));
        }
        open(job, Optional.empty());
        ready(job, job.first(TaskIds.ANALYZE));
    }

    private void open(SimulatedJob job, Optional<Long> work) {
        Optional<Instant> startedAt =
                job.outcome().hasStarted() ? Optional.of(instant(job.outcome().startedAt())) : Optional.empty();
        schedule.opened(job.video().id(), new VideoDemand(1, job.video().request(), work, startedAt));
    }

    private void ready(SimulatedJob job, TaskTry task) {
        carryOut(schedule.ready(task, job.work(task), instant(time.now())));
    }

    private void deadline(SimulatedJob job) {
        if (!job.outcome().isPublished()) {
            time.after(hops.settled(), () -> close(job));
        }
    }

    private void close(SimulatedJob job) {
        if (!job.hasEnded()) {
            job.end();
            open--;
            carryOut(schedule.closed(job.video().id(), 1, instant(time.now())));
            fleet.stop(task -> task.videoId().equals(job.video().id()));
        }
    }

    @Override
    public long takes(TaskTry task) {
        return job(task).video().takes(task.taskId(), task.epoch());
    }

    @Override
    public void begun(TaskTry task) {
        SimulatedJob job = job(task);
        if (TaskIds.lane(task.taskId()) == Lane.ENCODE && !job.outcome().hasStarted()) {
            job.outcome().started(time.now());
            if (job.video().timeout().isPresent()) {
                time.at(job.outcome().deadline().getAsLong(), () -> deadline(job));
            }
        }
    }

    @Override
    public void ended(TaskTry task) {
        if (TaskIds.lane(task.taskId()) == Lane.ENCODE) {
            encodingEnds.add(time.now());
        }
        time.after(hops.settled(), () -> result(job(task), task));
    }

    @Override
    public void heard(WorkerHeartbeat heartbeat) {
        carryOut(schedule.heard(heartbeat, instant(time.now())));
    }

    private void result(SimulatedJob job, TaskTry task) {
        if (!job.counts(task)) {
            return;
        }
        boolean encoded = job.done(task);
        carryOut(schedule.settled(task, instant(time.now())));
        if (task.taskId().equals(TaskIds.ANALYZE)) {
            job.outcome().planned(time.now());
            open(job, Optional.of(job.video().predictedWork()));
            job.chunks().forEach(chunk -> ready(job, chunk));
        } else if (task.taskId().equals(TaskIds.PACKAGE)) {
            time.after(SimulatedVideo.SHORT, () -> publish(job));
        } else if (encoded) {
            job.outcome().encoded(time.now());
            ready(job, job.first(TaskIds.PACKAGE));
        }
    }

    private void publish(SimulatedJob job) {
        if (!job.hasEnded() && time.now() < job.outcome().deadline().orElse(Long.MAX_VALUE)) {
            job.outcome().published(time.now());
            close(job);
        }
    }

    private void carryOut(List<ScheduleEffect> effects) {
        for (ScheduleEffect effect : effects) {
            if (effect instanceof ScheduleEffect.Release release) {
                fleet.released(release.task());
            } else if (effect instanceof ScheduleEffect.Lost gone) {
                lost++;
                time.after(hops.settled() + BACKOFF, () -> again(gone.task()));
            } else if (effect instanceof ScheduleEffect.Slow slow) {
                copies++;
                time.after(hops.settled(), () -> beside(slow.task()));
            } else if (effect instanceof ScheduleEffect.Stop stop) {
                time.after(hops.settled(), () -> stop(stop.task()));
            }
        }
    }

    private void stop(TaskTry task) {
        if (fleet.stop(task::equals)) {
            encodingEnds.add(time.now());
            time.after(hops.settled(), () -> left(task));
        }
    }

    /** A worker has left a task without having done it. */
    private void left(TaskTry task) {
        SimulatedJob job = job(task);
        if (job.isCurrent(task)) {
            left++;
            carryOut(schedule.settled(task, instant(time.now())));
            ready(job, task);
        }
    }

    private void beside(TaskTry task) {
        SimulatedJob job = job(task);
        if (job.isCurrent(task)) {
            ready(job, job.beside(task));
        }
    }

    private void again(TaskTry task) {
        SimulatedJob job = job(task);
        if (job.isCurrent(task)) {
            ready(job, job.next(task));
        }
    }

    private SimulatedJob job(TaskTry task) {
        return Objects.requireNonNull(jobs.get(task.videoId()));
    }

    private static Instant instant(long millis) {
        return SimulatedVideo.T0.plusMillis(millis);
    }
}

package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.VideoQueue.WaitingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task that was released to the workers. Not thread-safe. */
final class ReleasedTask {

    private final TaskTry task;
    private final long workMillis;
    private final Instant readyAt;
    private final Instant releasedAt;
    private final int cell;
    private final boolean restored;
    private @Nullable String worker;
    private @Nullable Instant namedAt;
    private @Nullable Instant endedAt;
    private boolean reportedSlow;
    private boolean givesWay;

    private ReleasedTask(WaitingTask waiting, Release release, boolean restored) {
        this.task = waiting.task();
        this.workMillis = waiting.workMillis();
        this.readyAt = waiting.readyAt();
        this.releasedAt = release.at();
        this.cell = release.cell();
        this.restored = restored;
    }

    /** A task that waited until now. */
    static ReleasedTask of(WaitingTask waiting, Release release) {
        return new ReleasedTask(waiting, release, false);
    }

    /** A task that was released by a scheduler that has ended: it may run already. */
    static ReleasedTask restored(WaitingTask waiting, Release release) {
        return new ReleasedTask(waiting, release, true);
    }

    /** Whether a scheduler that has ended released it. */
    boolean isRestored() {
        return restored;
    }

    TaskTry task() {
        return task;
    }

    /** How long one slot will take for it, as predicted, milliseconds. */
    long workMillis() {
        return workMillis;
    }

    Instant readyAt() {
        return readyAt;
    }

    Instant releasedAt() {
        return releasedAt;
    }

    /** The cell that it was released to. */
    int cell() {
        return cell;
    }

    /** Whether this worker was the last to name it, and has not ended it. */
    boolean isRunBy(String name) {
        return name.equals(worker) && endedAt == null;
    }

    /** Whether a worker is at it. */
    boolean isRunning() {
        return namedAt != null && endedAt == null;
    }

    /** It was found to be slow, which is told once. */
    void reportSlow() {
        reportedSlow = true;
    }

    boolean isReportedSlow() {
        return reportedSlow;
    }

    /** Its worker is told to stop it, so that a more urgent one gets the slot. */
    void giveWay() {
        givesWay = true;
    }

    boolean givesWay() {
        return givesWay;
    }

    /** The worker that was the last to name it; null if none has. */
    @Nullable
    String worker() {
        return worker;
    }

    /** How long a worker has had it; empty if none has named it, or if not known. */
    Optional<Duration> tookUntil(Instant now) {
        return namedAt == null || restored
                ? Optional.empty()
                : Optional.of(Duration.between(namedAt, endedAt == null ? now : endedAt));
    }

    /**
     * How long a worker had it that has done it: no time to speak of, if it began and ended between two heartbeats.
     * Empty if not known.
     */
    Optional<Duration> took(Instant now) {
        return namedAt == null && !restored ? Optional.of(Duration.ZERO) : tookUntil(now);
    }

    /** When its worker named it no longer, so that its result is on the way; empty while it runs. */
    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** A worker names it. If two workers run it, the last one counts. */
    void named(String byWorker, Instant now) {
        worker = byWorker;
        endedAt = null;
        if (namedAt == null) {
            namedAt = now;
        }
    }

    void ended(Instant now) {
        endedAt = now;
    }
}

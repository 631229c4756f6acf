package dev.dashline.encoder.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tasks that were released to one cell of a lane and that no worker has named. Not thread-safe. */
final class ReleasedCell {

    private final Duration pickUp;
    /** In the order in which they were released. */
    private final Map<TaskTry, ReleasedTask> tasks = new LinkedHashMap<>();

    private long workMillis;
    private final Overtaking overtaking = new Overtaking();
    /** Since when a slot could have taken them, without a break; {@link Instant#MAX} while none can. */
    private Instant takeableSince = Instant.MAX;
    /** When a worker last took a task, or one was released again because none did. */
    private Instant movedAt = Instant.MIN;

    /**
     * @param pickUp within what time a task is taken by a worker that could
     */
    ReleasedCell(Duration pickUp) {
        this.pickUp = pickUp;
    }

    void add(ReleasedTask task) {
        tasks.put(task.task(), task);
        workMillis += task.workMillis();
    }

    @Nullable
    ReleasedTask remove(TaskTry task) {
        ReleasedTask removed = tasks.remove(task);
        if (removed != null) {
            workMillis -= removed.workMillis();
        }
        return removed;
    }

    /** A worker has the task. Returns how long it took to get there, unless it had to wait for a slot. */
    Optional<Duration> taken(TaskTry task, Instant now) {
        ReleasedTask taken = remove(task);
        if (taken == null) {
            return Optional.empty();
        }
        moved(taken, now);
        return takeableSince.isAfter(taken.releasedAt())
                ? Optional.empty()
                : Optional.of(Duration.between(taken.releasedAt(), now));
    }

    /** A worker has taken a task, which it may have done before it could name it. */
    void moved(ReleasedTask task, Instant now) {
        movedAt = now;
        overtaking.taken(task.releasedAt(), now);
    }

    /** Whether these tasks could be taken, by this cell or, where nobody works in it any more, by others. */
    void takeable(boolean free, Instant now) {
        if (!free) {
            takeableSince = Instant.MAX;
        } else if (takeableSince.equals(Instant.MAX)) {
            takeableSince = now;
        }
    }

    /**
     * Tasks that nobody has taken though somebody could, the oldest first. If nothing at all is taken, it is only the
     * oldest one: the fleet may be slow, and each that comes again makes its queue longer. Once that one is taken, it
     * has overtaken all others that are lost. What a scheduler that has ended released comes again together, and once.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    List<ReleasedTask> left(Instant listeningSince, Instant now) {
        if (takeableSince.equals(Instant.MAX)) {
            return List.of();
        }
        // Of those that were restored, none counts from before the first heartbeat.
        Instant since = latest(takeableSince, listeningSince);
        List<ReleasedTask> overtaken = tasks.values().stream()
                .takeWhile(task -> isOvertaken(task, since, now))
                .toList();
        if (!overtaken.isEmpty()) {
            return overtaken;
        }
        long restored =
                tasks.values().stream().takeWhile(ReleasedTask::isRestored).count();
        List<ReleasedTask> standing = tasks.values().stream()
                .limit(Math.max(1, restored))
                .filter(task -> isLongAgo(latest(task.releasedAt(), since, movedAt), now))
                .toList();
        movedAt = standing.isEmpty() ? movedAt : now;
        return standing;
    }

    /** Workers take tasks in the order of their release. If they take later ones, a dead process has this one. */
    private boolean isOvertaken(ReleasedTask task, Instant since, Instant now) {
        return overtaking
                .since(task.releasedAt())
                .filter(then -> isLongAgo(latest(task.releasedAt(), since, then), now))
                .isPresent();
    }

    private boolean isLongAgo(Instant then, Instant now) {
        return Duration.between(then, now).compareTo(pickUp) >= 0;
    }

    int size() {
        return tasks.size();
    }

    /** What was predicted for one of them, on average, in milliseconds. */
    long meanWorkMillis() {
        return tasks.isEmpty() ? 0 : workMillis / tasks.size();
    }

    /**
     * How many of them will take a free slot. Those that another scheduler released long before do not: a worker runs
     * them and will say so, or it has died with the scheduler's process, and waiting for it would leave slots idle.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    long onTheWay(Instant listeningSince) {
        long old = tasks.values().stream()
                .takeWhile(ReleasedTask::isRestored)
                .filter(task -> isLongAgo(task.releasedAt(), listeningSince))
                .count();
        return tasks.size() - old;
    }

    /** Since when the oldest of the tasks has been ready. */
    Optional<Instant> oldest() {
        return tasks.values().stream().map(ReleasedTask::readyAt).min(Comparator.naturalOrder());
    }

    private static Instant latest(Instant first, Instant... others) {
        Instant latest = first;
        for (Instant other : others) {
            latest = other.isAfter(latest) ? other : latest;
        }
        return latest;
    }

    /**
     * Tells since when a task that was released later than another one has been taken. The brokers hand tasks out in
     * the order in which they were released, so a task that is overtaken went to a process that has died. Not
     * thread-safe.
     */
    private static final class Overtaking {

        /** Enough to find every task that is overtaken; the oldest are forgotten first. */
        private static final int LIMIT = 1_000;

        /** Each task that was released later than all that were taken before it: its release, and when it was taken. */
        private final TreeMap<Instant, Instant> takenByRelease = new TreeMap<>();

        /** A worker has taken a task that was released at this time. */
        void taken(Instant releasedAt, Instant now) {
            if (takenByRelease.isEmpty() || takenByRelease.lastKey().isBefore(releasedAt)) {
                takenByRelease.put(releasedAt, now);
                if (takenByRelease.size() > LIMIT) {
                    takenByRelease.pollFirstEntry();
                }
            }
        }

        /** Since when a later task has been taken than one that was released at this time; empty if none has. */
        Optional<Instant> since(Instant releasedAt) {
            return Optional.ofNullable(takenByRelease.higherEntry(releasedAt)).map(Map.Entry::getValue);
        }
    }
}

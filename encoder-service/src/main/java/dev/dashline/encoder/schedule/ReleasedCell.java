package dev.dashline.encoder.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tasks that were released to one cell of a lane and that no worker has named. Not thread-safe. */
final class ReleasedCell {

    private final Duration pickUp;
    /** In the order in which they were released. */
    private final Map<TaskTry, ReleasedTask> tasks = new LinkedHashMap<>();

    private final Overtaking overtaking = new Overtaking();
    /** Since when a slot could have taken them, without a break; {@link Instant#MAX} while none can. */
    private Instant takeableSince = Instant.MAX;
    /** When a worker last took a task. */
    private Instant movedAt = Instant.MIN;

    /**
     * @param pickUp within what time a task is taken by a worker that could
     */
    ReleasedCell(Duration pickUp) {
        this.pickUp = pickUp;
    }

    void add(ReleasedTask task) {
        tasks.put(task.task(), task);
    }

    void remove(TaskTry task) {
        tasks.remove(task);
    }

    /** A worker has the task. Returns how long it took to get there, unless it had to wait for a slot. */
    Optional<Duration> taken(TaskTry task, Instant now) {
        ReleasedTask taken = tasks.remove(task);
        if (taken == null) {
            return Optional.empty();
        }
        movedAt = now;
        overtaking.taken(taken.releasedAt(), now);
        return takeableSince.isAfter(taken.releasedAt())
                ? Optional.empty()
                : Optional.of(Duration.between(taken.releasedAt(), now));
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
     * Tasks that nobody has taken though somebody could, the oldest first.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    Stream<ReleasedTask> left(Instant listeningSince, Instant now) {
        // Of those that were restored, none counts from before the first heartbeat.
        return tasks.values().stream().takeWhile(task -> isLeft(task, listeningSince, now));
    }

    private boolean isLeft(ReleasedTask task, Instant listeningSince, Instant now) {
        if (takeableSince.equals(Instant.MAX)) {
            return false;
        }
        Instant since = latest(task.releasedAt(), takeableSince, listeningSince);
        // While workers take earlier tasks this one comes after them. If they take later ones, a dead process has it.
        return isLongAgo(latest(since, movedAt), now)
                || overtaking
                        .since(task.releasedAt())
                        .filter(then -> isLongAgo(latest(since, then), now))
                        .isPresent();
    }

    private boolean isLongAgo(Instant then, Instant now) {
        return Duration.between(then, now).compareTo(pickUp) >= 0;
    }

    int size() {
        return tasks.size();
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
}

package dev.dashline.encoder.schedule;

import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.ProvenWrong;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which workers take no tasks for a while, because tasks failed there that others could do: a worker that does not see
 * the sources fails fastest, and so would get most tasks. The last worker is never put aside. Not thread-safe.
 */
final class Asides {

    private final SchedulePolicy.Aside policy;
    private final Duration patience;
    private final Workers workers;
    private final Map<String, Conduct> byWorker = new HashMap<>();
    /** Since when no worker has taken tasks; {@link Instant#MAX} while one does. */
    private Instant nobodySince = Instant.MAX;

    /**
     * What is known of a worker.
     *
     * @param wrongs how often it was proven wrong of late, since it was put aside last
     * @param wrongAt when it was proven wrong last
     * @param time how long it was put aside last; zero if never
     * @param until when that ends, or has ended
     */
    private record Conduct(int wrongs, Instant wrongAt, Duration time, Instant until) {

        static final Conduct GOOD = new Conduct(0, Instant.MIN, Duration.ZERO, Instant.MIN);

        Conduct wrongAgain(boolean ofLate, Instant now) {
            return new Conduct(ofLate ? wrongs + 1 : 1, now, time, until);
        }

        Conduct aside(Duration newTime, Instant now) {
            return new Conduct(0, now, newTime, now.plus(newTime));
        }

        Conduct endedBy(Instant now) {
            return new Conduct(0, wrongAt, time, now);
        }

        boolean isAside(Instant now) {
            return now.isBefore(until);
        }
    }

    Asides(SchedulePolicy policy, Workers workers) {
        this.policy = policy.aside();
        this.patience = policy.pickUp();
        this.workers = workers;
    }

    /** A task failed on a worker for a reason that may lie with its machine, and another worker has done it. */
    Optional<ScheduleEffect> provenWrong(ProvenWrong wrong, Instant now) {
        byWorker.values().removeIf(each -> !isOfLate(each.wrongAt(), now) && !isOfLate(each.until(), now));
        String worker = wrong.getWorker();
        Conduct before = byWorker.getOrDefault(worker, Conduct.GOOD);
        if (!wrong.getFailedAt().isAfter(before.until())) {
            return Optional.empty(); // That was before it was put aside.
        }
        Conduct after = before.wrongAgain(isOfLate(before.wrongAt(), now), now);
        boolean again = !before.time().isZero() && isOfLate(before.until(), now);
        boolean putAside = (again || after.wrongs() >= policy.wrongs()) && othersTakeTasks(worker, now);
        if (putAside) {
            after = after.aside(again ? doubled(before.time()) : policy.first(), now);
        }
        byWorker.put(worker, after);
        return putAside
                ? Optional.of(
                        new ScheduleEffect.PutAside(worker, wrong.getCode() + " where others succeed", after.until()))
                : Optional.empty();
    }

    /**
     * Learns who is put aside, which another scheduler may have done, and takes that back once nobody else has been
     * left for some time.
     */
    List<ScheduleEffect> heard(WorkerHeartbeat heartbeat, Instant now) {
        heartbeat
                .getAsideUntil()
                .ifPresent(until -> byWorker.putIfAbsent(
                        heartbeat.getWorker(),
                        Conduct.GOOD.aside(policy.first(), now).endedBy(until)));
        if (workers.taking() > 0) {
            nobodySince = Instant.MAX;
        } else if (nobodySince.equals(Instant.MAX)) {
            nobodySince = now;
        }
        if (nobodySince.equals(Instant.MAX) || now.isBefore(nobodySince.plus(patience))) {
            return List.of();
        }
        nobodySince = now; // An order takes a moment.
        return workers.aside().stream()
                .<ScheduleEffect>map(worker -> {
                    byWorker.computeIfPresent(worker, (name, conduct) -> conduct.endedBy(now));
                    return new ScheduleEffect.PutAside(worker, "no other worker is left", now);
                })
                .toList();
    }

    private boolean othersTakeTasks(String worker, Instant now) {
        return workers.anyTakes(other -> !other.equals(worker)
                && !byWorker.getOrDefault(other, Conduct.GOOD).isAside(now));
    }

    private Duration doubled(Duration time) {
        Duration twice = time.multipliedBy(2);
        return twice.compareTo(policy.longest()) < 0 ? twice : policy.longest();
    }

    private boolean isOfLate(Instant at, Instant now) {
        return !at.equals(Instant.MIN) && now.isBefore(at.plus(policy.memory()));
    }
}

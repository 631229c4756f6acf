package dev.dashline.publisher.publication;

import dev.dashline.events.publisher.PendingSweep;
import dev.dashline.events.publisher.PendingWithdrawal;
import dev.dashline.events.publisher.PublicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When to remove what ended attempts left behind: several times, at growing intervals, because a worker that was frozen
 * when its attempt ended may still write something, and the store may have been unavailable. Pure.
 */
final class SweepSchedule {

    private static final int ROUNDS = 4;

    /** There is nothing to keep for a replay, but workers take a moment to stop. */
    private static final Duration AFTER_CANCELLATION = Duration.ofSeconds(5);

    private SweepSchedule() {}

    static PendingSweep of(int attempt, boolean published, Instant now, PublicationPolicy policy) {
        return new PendingSweep(attempt, published, 0, now.plus(policy.sweepAfter()));
    }

    static PendingSweep ofCancelled(int attempt, Instant now, PublicationPolicy policy) {
        boolean sooner = AFTER_CANCELLATION.compareTo(policy.sweepAfter()) < 0;
        return new PendingSweep(attempt, false, 0, now.plus(sooner ? AFTER_CANCELLATION : policy.sweepAfter()));
    }

    static Optional<Instant> earliest(PublicationState state) {
        return possible(state).map(PendingSweep::getDueAt).min(Comparator.naturalOrder());
    }

    static List<PendingSweep> due(PublicationState state, Instant now) {
        return possible(state).filter(sweep -> !sweep.getDueAt().isAfter(now)).toList();
    }

    /** The sweeps that remain after {@code swept}, with the next round of those. */
    static List<PendingSweep> after(
            List<PendingSweep> all, List<PendingSweep> swept, Instant now, PublicationPolicy policy) {
        List<PendingSweep> left = new ArrayList<>(all);
        left.removeAll(swept);
        for (PendingSweep sweep : swept) {
            int round = sweep.getRound() + 1;
            if (round < ROUNDS) {
                Duration pause = policy.sweepAfter().multipliedBy(1L << round);
                left.add(new PendingSweep(sweep.getAttempt(), sweep.getPublished(), round, now.plus(pause)));
            }
        }
        return left;
    }

    /** Excludes attempts that may still be public: those are withdrawn first. */
    private static Stream<PendingSweep> possible(PublicationState state) {
        List<Integer> visible = state.getWithdrawals().stream()
                .map(PendingWithdrawal::getAttempt)
                .toList();
        return state.getSweeps().stream().filter(sweep -> !visible.contains(sweep.getAttempt()));
    }
}

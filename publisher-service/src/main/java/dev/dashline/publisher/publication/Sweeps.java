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
 * When what ended attempts left behind is removed. Several times, at growing distances: a worker that was frozen when its attempt ended
 * may write something yet, and the store may have been away. Pure.
 */
final class Sweeps {

    private static final int ROUNDS = 4;

    /** Nobody replays what he has just cancelled, but its workers take a moment to stop. */
    private static final Duration AFTER_CANCELLATION = Duration.ofSeconds(5);

    private Sweeps() {}

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

    /** What is left to be done once {@code swept} have been. */
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

    /** Of what may be public still nothing is removed: first it is withdrawn. */
    private static Stream<PendingSweep> possible(PublicationState state) {
        List<Integer> visible = state.getWithdrawals().stream()
                .map(PendingWithdrawal::getAttempt)
                .toList();
        return state.getSweeps().stream().filter(sweep -> !visible.contains(sweep.getAttempt()));
    }
}

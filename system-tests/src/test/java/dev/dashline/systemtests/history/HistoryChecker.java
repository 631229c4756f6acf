package dev.dashline.systemtests.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds violations in a history whose attempts have all had time to end. */
public final class HistoryChecker {

    private final Duration grace;

    /**
     * @param grace how late after a deadline the terminal event may be
     */
    public HistoryChecker(Duration grace) {
        this.grace = grace;
    }

    /** The attempts of a history. Each must end once. */
    public static Set<AttemptId> attempts(History history) {
        return Set.copyOf(new Attempts(history).requests().keySet());
    }

    /** Every violation of I1 to I6 and I8; empty if there is none. */
    public List<Violation> check(History history, PublicStore store) {
        Attempts attempts = new Attempts(history);
        List<Violation> violations = new ArrayList<>();
        violations.addAll(new OutcomeChecks(history, attempts, grace).violations());
        violations.addAll(new TakedownChecks(history, attempts).violations());
        violations.addAll(new PublicChecks(history, attempts, store).violations());
        violations.addAll(new FailureChecks(history, attempts).violations());
        return violations;
    }
}

package dev.dashline.systemtests.history;

/**
 * A violation of an invariant.
 *
 * @param about the attempt, the record or the object
 */
public record Violation(Invariant invariant, String about, String what) {

    @Override
    public String toString() {
        return invariant + " " + about + ": " + what;
    }
}

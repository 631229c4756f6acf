package dev.dashline.systemtests.history;

/** What must never break; docs/reliability.md says it in full. */
public enum Invariant {
    /** What was accepted is never lost. */
    I1,
    /** One outcome for each attempt. */
    I2,
    /** What is visible is whole. */
    I3,
    /** Published once. */
    I4,
    /** Ended by the deadline. */
    I5,
    /** All frames, each once. */
    I6,
    /** Poison delays nobody. */
    I7,
    /** What failed can be replayed. */
    I8,
    /** Nothing is left lying about. */
    I9
}

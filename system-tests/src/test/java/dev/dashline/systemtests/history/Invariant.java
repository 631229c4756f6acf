package dev.dashline.systemtests.history;

/** The promises of docs/reliability.md. */
public enum Invariant {
    /** No accepted request is lost. */
    I1,
    /** An attempt has one outcome. */
    I2,
    /** A visible video is complete. */
    I3,
    /** An attempt is published once. */
    I4,
    /** An attempt ends by its deadline. */
    I5,
    /** A video has all frames of its source, each once. */
    I6,
    /** Poisonous requests do not delay others much. */
    I7,
    /** A failed video can be replayed. */
    I8,
    /** Nothing unneeded is left. */
    I9
}

package dev.dashline.runtime.threads;

/** What the thread of a {@link Loop} does. */
@FunctionalInterface
public interface Work {

    /**
     * One round. Called by the loop's thread, again and again until the loop is stopped.
     *
     * @throws Exception if the round failed: the loop reports it and calls again after a pause
     */
    void step() throws Exception;

    /**
     * Makes a {@link #step} that waits return or throw soon, because the loop is being stopped. Called by any thread.
     */
    default void wakeUp() {}

    /** Frees what the work holds. Called once by the loop's thread, after the last round. */
    default void end() {}
}

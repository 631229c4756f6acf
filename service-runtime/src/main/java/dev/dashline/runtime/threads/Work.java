package dev.dashline.runtime.threads;

/** The work of a {@link Loop}. */
@FunctionalInterface
public interface Work {

    /**
     * One round. Called by the loop's thread, again and again until the loop is stopped.
     *
     * @throws Exception if the round failed: the loop reports it and calls again after a pause
     */
    void step() throws Exception;

    /** Makes a waiting {@link #step} return or throw soon, because the loop is being stopped. Called by any thread. */
    default void wakeUp() {}

    /** Frees the resources of the work. Called once by the thread of the loop, after the last round. */
    default void end() {}
}

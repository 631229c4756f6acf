package dev.dashline.encoder.job;

import java.time.Instant;

/** What the coordinator has to know of the queues that it puts tasks into. */
@FunctionalInterface
public interface TaskQueues {

    /**
     * Whether the queue of a task is worked off up to beyond what was issued at that moment: such a task was done, or the broker has dropped
     * it. False if that is not known.
     */
    boolean havePassed(String taskId, Instant issuedAt);
}

package dev.dashline.encoder.job;

import java.time.Instant;
import java.util.Optional;

/** What the coordinator needs to know about the queues that it puts tasks into, and about their brokers. */
public interface TaskQueues {

    /** Since when the brokers have answered without a break; empty while they do not. */
    Optional<Instant> answeringSince();

    /** An offset beyond every record that was in the queue of a task some seconds ago; empty if that is not known. */
    Optional<Long> end(String taskId);

    /**
     * Whether every record before an offset of the queue of a task was finished, or dropped by the broker. False if
     * that is not known.
     */
    boolean havePassed(String taskId, long offset);
}

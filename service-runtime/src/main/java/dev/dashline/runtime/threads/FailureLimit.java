package dev.dashline.runtime.threads;

import java.time.Duration;

/**
 * How often a loop may fail before its service counts as broken.
 *
 * @param failures the number of failures that are tolerated; one more is fatal
 * @param within the time window in which failures count
 */
public record FailureLimit(int failures, Duration within) {

    /** For a loop that the service can do without for a while: it is retried without limit. */
    public static final FailureLimit NONE = new FailureLimit(Integer.MAX_VALUE, Duration.ofMinutes(5));

    /**
     * For a loop that the service cannot do without. With the pauses of a loop, the limit is reached after about two
     * minutes.
     */
    public static final FailureLimit ESSENTIAL = new FailureLimit(20, Duration.ofMinutes(5));
}

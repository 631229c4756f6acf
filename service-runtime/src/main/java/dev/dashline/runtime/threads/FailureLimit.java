package dev.dashline.runtime.threads;

import java.time.Duration;

/**
 * How often a loop may fail before its service counts as broken.
 *
 * @param failures this many are borne; one more is fatal
 * @param within only failures of this last stretch of time count
 */
public record FailureLimit(int failures, Duration within) {

    /** For a loop that the service can do without for a while: it is tried again for ever. */
    public static final FailureLimit NONE = new FailureLimit(Integer.MAX_VALUE, Duration.ofMinutes(5));

    /**
     * For a loop without which the service does nothing useful. With the pauses of a loop it is used up after some two
     * minutes.
     */
    public static final FailureLimit ESSENTIAL = new FailureLimit(20, Duration.ofMinutes(5));
}

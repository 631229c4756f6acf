package dev.dashline.gcsemulator.fault;

import java.time.Duration;

/** A fault of one request. */
public sealed interface Fault {

    /** An error answer instead of the right one; nothing is done. */
    record Status(int code) implements Fault {}

    /** An error answer after so many bytes of the request's body; what came of a resumable upload is kept in part. */
    record StatusAfter(int code, long bytes) implements Fault {}

    /** The connection ends without an answer; nothing is done. */
    record Reset() implements Fault {}

    /**
     * The connection ends after so many bytes of the request's body; what came of a resumable upload is kept in part.
     */
    record ResetAfter(long bytes) implements Fault {}

    /** The answer ends after so many bytes of its body. */
    record BreakAfter(long bytes) implements Fault {}

    /** Nothing happens for so long, then the connection ends. */
    record Stall(Duration time) implements Fault {}

    /** What was asked for is done, if it succeeds, but the answer never arrives. */
    record LostResponse() implements Fault {}

    /** The store is down: from this request on every connection ends without an answer, for so long. */
    record Outage(Duration time) implements Fault {}

    /** The content that arrives, at either end, is not what was sent. */
    record Corrupt() implements Fault {}
}

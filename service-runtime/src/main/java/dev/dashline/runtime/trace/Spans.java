package dev.dashline.runtime.trace;

/** Takes what happened to attempts. Implementations are safe for use by any thread. */
@FunctionalInterface
public interface Spans {

    /** For where nobody wants to know. */
    Spans NONE = span -> {};

    /** Takes a span, or drops it. Neither waits nor throws: nothing depends on traces. */
    void add(AttemptSpan span);
}

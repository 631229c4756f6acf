package dev.dashline.runtime.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * The trace of one attempt, and the names of its spans. An id is the beginning of the SHA-256 of a text: of
 * {@code VIDEO/ATTEMPT} for the trace, of that and what the span is for a span. The same span, told twice, has the same
 * id.
 */
public record AttemptTrace(String videoId, int attempt) {

    /** Of a span: when something began and ended. */
    public record Interval(Instant start, Instant end) {}

    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    private static final String ROOT = "video";

    /** 32 hexadecimal digits. */
    public String traceId() {
        return id(name(), TRACE_BYTES);
    }

    /** The whole attempt: the parent of all other spans. */
    public AttemptSpan whole(Interval interval, AttemptSpan.Facts facts) {
        return new AttemptSpan(this, id(ROOT), ROOT, interval, facts);
    }

    /** A part of the attempt that there is one of. */
    public AttemptSpan part(String name, Interval interval, AttemptSpan.Facts facts) {
        return new AttemptSpan(this, id(name), name, interval, facts);
    }

    /**
     * A part of the attempt that each try of a task has. A task that a worker gives back is tried again under the same
     * number, so that the id is made of the start as well.
     *
     * @param name the same for all tasks of a kind
     * @param taskId the task
     * @param epoch which try of it, from 1
     */
    public AttemptSpan ofTask(String name, String taskId, int epoch, Interval interval, AttemptSpan.Facts facts) {
        AttemptSpan.Facts all = facts.with(Map.of("dashline.task", taskId, "dashline.epoch", Integer.toString(epoch)));
        return new AttemptSpan(
                this,
                id(name + "/" + taskId + "/" + epoch + "/" + interval.start().toEpochMilli()),
                name,
                interval,
                all);
    }

    /** 16 hexadecimal digits. */
    String rootId() {
        return id(ROOT);
    }

    private String id(String span) {
        return id(name() + "/" + span, SPAN_BYTES);
    }

    private String name() {
        return videoId + "/" + attempt;
    }

    private static String id(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

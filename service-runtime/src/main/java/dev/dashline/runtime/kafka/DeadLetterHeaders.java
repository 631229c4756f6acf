package dev.dashline.runtime.kafka;

import dev.dashline.events.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a dead letter says of its record outside of its value, for tools that know nothing of ours: the headers, as
 * text, that Kafka Streams gives to dead letters of its own, and the record's timestamp.
 */
public final class DeadLetterHeaders {

    private static final String PREFIX = "__streams.errors.";

    private DeadLetterHeaders() {}

    public static List<Header> of(UndecodableRecord dead, Throwable cause) {
        return List.of(
                header("topic", dead.getTopic()),
                header("partition", Integer.toString(dead.getPartition())),
                header("offset", Long.toString(dead.getOffset())),
                header("timestamp", Long.toString(dead.getTimestamp().toEpochMilli())),
                header("exception", cause.getClass().getName()),
                header("message", Excerpts.of(String.valueOf(cause.getMessage()))));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.dashline.runtime.deadletter;

import dev.dashline.events.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Headers that describe a dead letter's original record to generic tools. They are the ones that Kafka Streams gives to
 * its own dead letters, as text, and the record's timestamp.
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

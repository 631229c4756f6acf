package dev.dashline.runtime.deadletter;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens to a record that cannot be decoded. If the registry did not answer, the record may be valid, so
 * the stream thread fails and retries. If a later version wrote it, the thread fails, too, and the next one reads its
 * partition only up to there. Otherwise the record is skipped. If this service reports undecodable records of the
 * topic, the same transaction writes the record to {@code video-failed}, byte for byte.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    /** Streams configuration key: names of the topics whose undecodable records this service reports. */
    static final String REPORTED_TOPICS = "dashline.dead.letter.topics";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterHandler.class);

    private @Nullable DeadLetters letters;
    private @Nullable HeldRecords held;
    private Set<?> reported = Set.of();

    @Override
    public void configure(Map<String, ?> config) {
        if (config.get(DeadLetters.CONFIG) instanceof DeadLetters given) {
            letters = given;
        }
        if (config.get(HeldRecords.CONFIG) instanceof HeldRecords given) {
            held = given;
        }
        if (config.get(REPORTED_TOPICS) instanceof Set<?> topics) {
            reported = topics;
        }
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (EventSerdes.isRetriable(exception)) {
            if (held != null) {
                held.holdIfLater(new TopicPartition(record.topic(), record.partition()), record.offset(), exception);
            }
            return Response.fail();
        }
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .setCause(exception)
                .log("record cannot be decoded, skipping it");
        if (letters == null || !reported.contains(record.topic())) {
            return Response.resume();
        }
        UndecodableRecord dead = DeadLetters.record(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value());
        String message = "A record on " + record.topic() + " cannot be read: " + exception.getMessage();
        return Response.resume(List.of(letters.letter(dead, FailureCode.UNDECODABLE_RECORD, message, exception)));
    }
}

package dev.dashline.runtime.deadletter;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Decides what happens when the code of a topology throws, which includes a processor that refuses a record. The record
 * goes to {@code video-failed}, with the code {@code INTERNAL} or that of the refusal, and the partition moves on: the
 * code would throw again, and one video must not block all others.
 *
 * <p>Two cases fail the stream thread instead, which aborts its transaction and retries the work: a failure of Kafka,
 * the registry or a state store, since no record caused it; and a failure in a timer, since a timer has no record. If
 * a later version wrote the state that a record needs, the record waits for the upgrade.
 */
public final class PoisonHandler implements ProcessingExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(PoisonHandler.class);

    private @Nullable DeadLetters letters;
    private @Nullable HeldRecords held;

    @Override
    public void configure(Map<String, ?> config) {
        if (config.get(DeadLetters.CONFIG) instanceof DeadLetters given) {
            letters = given;
        }
        if (config.get(HeldRecords.CONFIG) instanceof HeldRecords given) {
            held = given;
        }
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        String topic = context.topic();
        if (held != null && topic != null) {
            held.holdIfLater(new TopicPartition(topic, context.partition()), context.offset(), exception);
        }
        if (letters == null || topic == null || isInfrastructure(exception)) {
            return Response.fail();
        }
        RefusedRecordException refusal = exception instanceof RefusedRecordException refused ? refused : null;
        log.atLevel(refusal == null ? Level.ERROR : Level.WARN)
                .addKeyValue("topic", topic)
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .addKeyValue("node", context.processorNodeId())
                .setCause(exception)
                .log("record cannot be processed, moving it to dead letters");
        UndecodableRecord dead = DeadLetters.record(
                new TopicPartition(topic, context.partition()),
                context.offset(),
                context.timestamp(),
                context.sourceRawKey(),
                context.sourceRawValue());
        ProducerRecord<byte[], byte[]> letter = refusal == null
                ? letters.letter(
                        dead,
                        FailureCode.INTERNAL,
                        "A record on " + topic + " cannot be processed: " + exception,
                        exception)
                : letters.letter(
                        dead,
                        refusal.code(),
                        "A record on " + topic + " is refused: " + refusal.getMessage() + ".",
                        refusal);
        return Response.resume(List.of(letter));
    }

    private static boolean isInfrastructure(Exception exception) {
        return exception instanceof KafkaException || EventSerdes.isRetriable(exception);
    }
}

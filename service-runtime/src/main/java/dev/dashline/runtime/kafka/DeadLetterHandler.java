package dev.dashline.runtime.kafka;

import dev.dashline.events.Failure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a topology does with a record that it cannot decode. If the registry did not answer, it fails and is tried again: the
 * record may be good. If the record is garbage, the partition moves on; and if this service is the one to report the topic's
 * garbage, the record goes to {@code video-failed}, byte for byte, in the transaction that moves on.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    /** Streams configuration: an {@link EventSerdes}. */
    static final String SERDES = "dashline.dead.letter.serdes";
    /** Streams configuration: names of the topics whose garbage this service reports. */
    static final String REPORTED_TOPICS = "dashline.dead.letter.topics";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterHandler.class);

    private @Nullable Serializer<VideoFailed> serializer;
    private Set<?> reported = Set.of();

    @Override
    public void configure(Map<String, ?> config) {
        if (config.get(SERDES) instanceof EventSerdes serdes) {
            serializer = serdes.of(Topics.VIDEO_FAILED).serializer();
        }
        if (config.get(REPORTED_TOPICS) instanceof Set<?> topics) {
            reported = topics;
        }
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (EventSerdes.isRetriable(exception)) {
            return Response.fail();
        }
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .setCause(exception)
                .log("record cannot be decoded");
        if (serializer == null || !reported.contains(record.topic())) {
            return Response.resume();
        }
        byte[] value = serializer.serialize(Topics.VIDEO_FAILED.name(), deadLetter(record, exception));
        return Response.resume(List.of(new ProducerRecord<>(Topics.VIDEO_FAILED.name(), record.key(), value)));
    }

    private static VideoFailed deadLetter(ConsumerRecord<byte[], byte[]> record, Exception exception) {
        FailureCode code = FailureCode.UNDECODABLE_RECORD;
        return VideoFailed.newBuilder()
                .setEventId(EventIds.ofRecord(record.topic(), record.partition(), record.offset()))
                .setFailure(Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage("A record on " + record.topic() + " cannot be read: " + exception.getMessage())
                        .build())
                .setFailedAt(Instant.ofEpochMilli(record.timestamp())) // not now: a repeat must say the same
                .setUndecodable(new UndecodableRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        wrapped(record.key()),
                        wrapped(record.value())))
                .build();
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}

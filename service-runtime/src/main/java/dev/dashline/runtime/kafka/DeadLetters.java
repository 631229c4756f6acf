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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of {@code video-failed} that hold a record that nothing could be made of: byte for byte, unless it is
 * so large that the letter could not be sent. Thread-safe.
 */
public final class DeadLetters {

    /** Streams configuration: the one of an application, for its handlers. */
    static final String CONFIG = "dashline.dead.letters";

    /** The key is in the letter twice: as the letter's own, too. Together they leave room for what else it says. */
    private static final int LARGEST_KEY = 64 << 10;

    private static final int LARGEST_VALUE = Topics.VIDEO_FAILED.largestRecord() - (1 << 20);

    private final Serializer<VideoFailed> serializer;

    DeadLetters(EventSerdes serdes) {
        this.serializer = serdes.of(Topics.VIDEO_FAILED).serializer();
    }

    /** The record that was at a place. */
    public static UndecodableRecord record(
            TopicPartition partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new UndecodableRecord(
                partition.topic(),
                partition.partition(),
                offset,
                Instant.ofEpochMilli(timestamp),
                wrapped(key),
                wrapped(value));
    }

    /** The dead letter for a record: the same whenever, and however often, it is made. */
    ProducerRecord<byte[], byte[]> letter(UndecodableRecord dead, FailureCode code, String message, Exception cause) {
        VideoFailed event = event(dead, code, message);
        String topic = Topics.VIDEO_FAILED.name();
        return new ProducerRecord<>(
                topic,
                null,
                event.getUndecodable()
                        .flatMap(UndecodableRecord::getKey)
                        .map(ByteBuffer::array)
                        .orElse(null),
                serializer.serialize(topic, event),
                DeadLetterHeaders.of(dead, cause));
    }

    /** What the dead letter for a record says. It names no video: nothing in the record can be trusted to. */
    public static VideoFailed event(UndecodableRecord dead, FailureCode code, String message) {
        StringBuilder said = new StringBuilder(Excerpts.of(message));
        UndecodableRecord kept = UndecodableRecord.newBuilder(dead)
                .setKey(Excerpts.of("key", dead.getKey(), LARGEST_KEY, said))
                .setValue(Excerpts.of("value", dead.getValue(), LARGEST_VALUE, said))
                .build();
        return VideoFailed.newBuilder()
                .setEventId(EventIds.ofRecord(dead.getTopic(), dead.getPartition(), dead.getOffset()))
                .setFailure(Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage(said.toString())
                        .build())
                .setFailedAt(dead.getTimestamp()) // not now: a repeat must say the same
                .setUndecodable(kept)
                .build();
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}

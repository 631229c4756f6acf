package dev.dashline.runtime.backlog;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.runtime.backlog.Backlog.Line;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the newest {@link EncoderBacklog}. Not thread-safe. */
final class EncoderBacklogReader implements AutoCloseable {

    private static final TopicPartition TOPIC = new TopicPartition(Topics.ENCODER_BACKLOG.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Offsets to look back at first. The last ones are transaction markers. */
    private static final long FIRST_LOOK = 20;

    private final KafkaConsumer<String, EncoderBacklog> consumer;

    EncoderBacklogReader(KafkaSettings kafka) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                kafka.serdes().of(Topics.ENCODER_BACKLOG).deserializer());
    }

    /** One line a lane. */
    static List<Line> lines(EncoderBacklog backlog, Instant now) {
        return backlog.getLanes().stream().map(lane -> line(lane, now)).toList();
    }

    /** What the scheduler reported last; empty if none has reported yet. */
    Optional<EncoderBacklog> newest() {
        if (consumer.partitionsFor(TOPIC.topic(), PATIENCE).isEmpty()) {
            return Optional.empty();
        }
        consumer.assign(List.of(TOPIC));
        long begin = consumer.beginningOffsets(List.of(TOPIC), PATIENCE).getOrDefault(TOPIC, 0L);
        long end = consumer.endOffsets(List.of(TOPIC), PATIENCE).getOrDefault(TOPIC, 0L);
        Optional<EncoderBacklog> newest = Optional.empty();
        long from = end;
        for (long back = FIRST_LOOK; newest.isEmpty() && from > begin; back *= 2) {
            from = Math.max(begin, end - back);
            newest = last(from, end);
        }
        return newest;
    }

    private Optional<EncoderBacklog> last(long from, long end) {
        consumer.seek(TOPIC, from);
        Optional<EncoderBacklog> last = Optional.empty();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(TOPIC) < end && System.nanoTime() < giveUp) {
            for (ConsumerRecord<String, EncoderBacklog> record : consumer.poll(POLL)) {
                last = Optional.of(record.value());
            }
        }
        return last;
    }

    private static Line line(LaneBacklog lane, Instant now) {
        Lane which = lane.getTopic().equals(Lane.ENCODE.topic().name()) ? Lane.ENCODE : Lane.SHORT;
        return new Line(
                which.group(1),
                lane.getTopic(),
                lane.getWaiting(),
                lane.getRunning(),
                Math.toIntExact(lane.getSlots()),
                lane.getOldestReadyAt().map(since -> Duration.between(since, now)),
                Optional.of(Duration.ofMillis(lane.getWorkMillis())));
    }

    @Override
    public void close() {
        consumer.close();
    }
}

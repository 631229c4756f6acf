package dev.dashline.publisher;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.kafka.GrouplessReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code video-progress} from its end on. Best effort: skips records that cannot be read or used. */
final class ProgressReader extends GrouplessReader {

    private static final Logger log = LoggerFactory.getLogger(ProgressReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Deserializer<VideoProgress> values;
    private final Listener listener;

    /** Receives progress events. Exceptions that it throws are logged. */
    interface Listener {
        void progress(VideoProgress event);
    }

    ProgressReader(
            Supplier<Consumer<String, byte[]>> consumers,
            Deserializer<VideoProgress> values,
            Listener listener,
            Supervisor supervisor) {
        super("publisher-progress", consumers, supervisor);
        this.values = values;
        this.listener = listener;
    }

    static ProgressReader connect(
            KafkaSettings kafka, EventSerdes serdes, Listener listener, Metrics metrics, Supervisor supervisor) {
        return new ProgressReader(
                () -> metrics.bind(connect(kafka, Map.of())),
                serdes.of(Topics.VIDEO_PROGRESS).deserializer(),
                listener,
                supervisor);
    }

    @Override
    protected Reading reading(Consumer<String, byte[]> consumer) {
        return new Reading(consumer);
    }

    final class Reading implements Round {

        private final Consumer<String, byte[]> consumer;

        Reading(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void step() {
            if (consumer.assignment().isEmpty()) {
                begin();
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                try {
                    read(record).ifPresent(ProgressReader.this::tell);
                } catch (KafkaException e) {
                    log.atDebug().setCause(e).log("progress cannot be read");
                    if (EventSerdes.isRetriable(e)) {
                        consumer.seekToEnd(consumer.assignment()); // It would be outdated when the registry is back.
                        return;
                    }
                }
            }
        }

        private void begin() {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_PROGRESS.name()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException(Topics.VIDEO_PROGRESS.name() + " is not there yet");
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
        }
    }

    private Optional<VideoProgress> read(ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(record.value())
                .map(bytes -> values.deserialize(record.topic(), record.headers(), bytes));
    }

    private void tell(VideoProgress event) {
        try {
            listener.progress(event);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("videoId", event.getVideoId()).setCause(e).log("progress skipped");
        }
    }
}

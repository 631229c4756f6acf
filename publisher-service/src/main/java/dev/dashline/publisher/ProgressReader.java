package dev.dashline.publisher;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code video-progress} from its end on, without a consumer group. Best effort: skips records that cannot be
 * read or used.
 */
final class ProgressReader implements Layer, Work {

    private static final Logger log = LoggerFactory.getLogger(ProgressReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<String, VideoProgress> consumer;
    private final Listener listener;
    private final Supervisor supervisor;
    private @Nullable Loop loop;
    private boolean assigned;

    /** Receives progress events. Exceptions that it throws are logged. */
    interface Listener {
        void progress(VideoProgress event);
    }

    ProgressReader(Consumer<String, VideoProgress> consumer, Listener listener, Supervisor supervisor) {
        this.consumer = consumer;
        this.listener = listener;
        this.supervisor = supervisor;
    }

    static ProgressReader connect(
            KafkaSettings kafka, EventSerdes serdes, Listener listener, Metrics metrics, Supervisor supervisor) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var values = serdes.of(Topics.VIDEO_PROGRESS).deserializer();
        return new ProgressReader(
                metrics.bind(new KafkaConsumer<>(config, new StringDeserializer(), values)), listener, supervisor);
    }

    @Override
    public synchronized void start() {
        loop = supervisor.loop("publisher-progress", this);
    }

    @Override
    public void step() {
        if (!assigned) {
            begin();
        }
        read();
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void end() {
        consumer.close();
    }

    void begin() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_PROGRESS.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(Topics.VIDEO_PROGRESS.name() + " is not there yet");
        }
        consumer.assign(partitions);
        consumer.seekToEnd(consumer.assignment());
        assigned = true;
    }

    void read() {
        try {
            for (ConsumerRecord<String, VideoProgress> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    tell(record.value());
                }
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("progress cannot be read");
            skip(e);
        }
    }

    /**
     * Skips one unreadable record; if the registry is unavailable, skips all: they would be outdated when it is back.
     */
    private void skip(KafkaException failure) {
        if (failure instanceof RecordDeserializationException garbage && !EventSerdes.isRetriable(failure)) {
            consumer.seek(garbage.topicPartition(), garbage.offset() + 1);
        } else {
            consumer.seekToEnd(consumer.assignment());
        }
    }

    private void tell(VideoProgress event) {
        try {
            listener.progress(event);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("videoId", event.getVideoId()).setCause(e).log("progress skipped");
        }
    }

    @Override
    public synchronized void close() {
        if (loop == null) {
            consumer.close();
        } else {
            loop.close();
        }
    }
}

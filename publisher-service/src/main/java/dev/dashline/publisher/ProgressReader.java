package dev.dashline.publisher;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code video-progress} from now on, in no group. Telemetry: what cannot be read is passed over. */
final class ProgressReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProgressReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<String, VideoProgress> consumer;
    private final Consumer<VideoProgress> listener;
    private final Thread thread = new Thread(this::run, "publisher-progress");
    private volatile boolean closing;

    ProgressReader(KafkaSettings kafka, EventSerdes serdes, Consumer<VideoProgress> listener) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                serdes.of(Topics.VIDEO_PROGRESS).deserializer());
        this.listener = listener;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (consumer) {
            consumer.assign(IntStream.range(0, Topics.VIDEO_PROGRESS.partitions())
                    .mapToObj(partition -> new TopicPartition(Topics.VIDEO_PROGRESS.name(), partition))
                    .toList());
            consumer.seekToEnd(consumer.assignment());
            while (!closing) {
                read();
            }
        } catch (WakeupException e) {
            log.debug("closing");
        }
    }

    private void read() {
        try {
            for (ConsumerRecord<String, VideoProgress> record : consumer.poll(POLL)) {
                listener.accept(record.value());
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("progress not read");
            consumer.seekToEnd(consumer.assignment());
        }
    }

    @Override
    public void close() {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        } else {
            consumer.wakeup();
        }
    }
}

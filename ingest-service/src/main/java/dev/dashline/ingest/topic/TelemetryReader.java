package dev.dashline.ingest.topic;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.ObservedRuns;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.kafka.GrouplessReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what encoders and their scheduler tell, about once a second: that is for people to look at, and nothing else
 * waits for it. The service is ready without it.
 */
public final class TelemetryReader extends GrouplessReader {

    private static final Logger log = LoggerFactory.getLogger(TelemetryReader.class);

    private static final TopicPartition WORKERS = new TopicPartition(Topics.ENCODER_WORKERS.name(), 0);
    private static final TopicPartition BACKLOG = new TopicPartition(Topics.ENCODER_BACKLOG.name(), 0);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A fetch waits until there is so much or a second is over: so many heartbeats come with one. */
    private static final int MUCH = 1_024 * 1_024;
    /** The scheduler only reports changes. The last report is among so many offsets, transaction markers included. */
    private static final long LOOK_BACK = 200;

    private final Deserializer<WorkerHeartbeat> heartbeats;
    private final Deserializer<EncoderBacklog> backlogs;
    private final EncoderTelemetry encoders;
    private final ObservedRuns runs;

    /**
     * @param encoders hears what is told from now on
     * @param runs hears all that the topic still has
     */
    TelemetryReader(
            Supplier<Consumer<String, byte[]>> consumers,
            EventSerdes serdes,
            EncoderTelemetry encoders,
            ObservedRuns runs,
            Supervisor supervisor) {
        super("telemetry", consumers, supervisor);
        this.heartbeats = serdes.of(Topics.ENCODER_WORKERS).deserializer();
        this.backlogs = serdes.of(Topics.ENCODER_BACKLOG).deserializer();
        this.encoders = encoders;
        this.runs = runs;
    }

    /** Adds a reader to a service. */
    public static void add(ServiceHost host, EncoderTelemetry encoders, ObservedRuns runs) {
        host.add(
                "telemetry",
                new TelemetryReader(() -> connect(host.kafka()), host.serdes(), encoders, runs, host.supervisor()));
    }

    /** Makes the consumer that it needs: of no group, and in no hurry. */
    private static Consumer<String, byte[]> connect(KafkaSettings kafka) {
        return connect(
                kafka,
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        Math.toIntExact(ROUND.toMillis()),
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        MUCH));
    }

    @Override
    protected Round reading(Consumer<String, byte[]> consumer) {
        return new Reading(consumer);
    }

    private final class Reading implements Round {

        private final Consumer<String, byte[]> consumer;
        private boolean placed;
        private long newFrom;

        Reading(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
            consumer.assign(List.of(WORKERS, BACKLOG));
        }

        @Override
        public void step() {
            if (!placed) {
                place();
                placed = true;
            }
            consumer.poll(ROUND).forEach(this::take);
        }

        private void place() {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(List.of(WORKERS, BACKLOG), PATIENCE);
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(WORKERS, BACKLOG), PATIENCE);
            long end = ends.getOrDefault(BACKLOG, 0L);
            newFrom = ends.getOrDefault(WORKERS, 0L);
            consumer.seek(WORKERS, begins.getOrDefault(WORKERS, newFrom)); // so that it knows what runs already
            consumer.seek(BACKLOG, Math.max(begins.getOrDefault(BACKLOG, 0L), end - LOOK_BACK));
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            try {
                if (record.topic().equals(WORKERS.topic())) {
                    heard(read(record, heartbeats), record.offset() >= newFrom);
                } else {
                    encoders.reported(read(record, backlogs));
                }
            } catch (KafkaException e) {
                // The next one comes within a second.
                log.atDebug().addKeyValue("topic", record.topic()).setCause(e).log("telemetry cannot be read");
            }
        }

        private void heard(WorkerHeartbeat heartbeat, boolean isNew) {
            runs.heard(heartbeat);
            if (isNew) {
                encoders.heard(heartbeat); // who was heard before may have gone since
            }
        }

        private <T> T read(ConsumerRecord<String, byte[]> record, Deserializer<T> values) {
            return values.deserialize(record.topic(), record.headers(), record.value());
        }
    }
}

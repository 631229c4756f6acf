package dev.dashline.ingest.topic;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.StatusChange;
import dev.dashline.ingest.stream.EventFeed;
import dev.dashline.ingest.stream.Offsets;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.kafka.GrouplessReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.retry.Sleeper;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of all videos, whichever replica has their statuses, and puts each into the {@link EventFeed} with
 * the status that follows from it. Begins some records back, so that clients of a replica that was started anew go on.
 */
public final class VideoEventReader extends GrouplessReader {

    private static final Logger log = LoggerFactory.getLogger(VideoEventReader.class);

    private static final List<Topic<? extends SpecificRecord>> TOPICS = List.of(
            Topics.VIDEO_REQUESTED,
            Topics.VIDEO_ENCODED,
            Topics.VIDEO_PUBLISHED,
            Topics.VIDEO_FAILED,
            Topics.VIDEO_UNPUBLISHED);

    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** While statuses are on their way to another replica, or the registry is away. */
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** While there is much to tell, several events share a fetch. */
    private static final Duration GATHER = Duration.ofMillis(25);
    /** Of each partition, in offsets; every other one is a transaction marker. */
    private static final long LOOK_BACK = 100;
    /** Statuses that are at hand, so that not every event needs a look into a store, which may be another replica's. */
    private static final int REMEMBERED = 500;

    private final Map<String, Deserializer<? extends SpecificRecord>> values;
    private final Statuses statuses;
    private final EventFeed feed;

    VideoEventReader(
            Supplier<Consumer<String, byte[]>> consumers,
            EventSerdes serdes,
            Statuses statuses,
            EventFeed feed,
            Supervisor supervisor) {
        super("events", consumers, supervisor);
        this.values = TOPICS.stream()
                .collect(Collectors.toMap(Topic::name, topic -> serdes.of(topic).deserializer()));
        this.statuses = statuses;
        this.feed = feed;
    }

    /** Adds a reader to a service. */
    public static void add(ServiceHost host, Statuses statuses, EventFeed feed) {
        host.add(
                "events",
                new VideoEventReader(() -> connect(host.kafka()), host.serdes(), statuses, feed, host.supervisor()));
    }

    /** Makes the consumer that it needs: of no group, told at once of what is committed. */
    private static Consumer<String, byte[]> connect(KafkaSettings kafka) {
        return connect(
                kafka,
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest", // retention may remove what it is at
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        Math.toIntExact(ROUND.toMillis())));
    }

    @Override
    protected Round reading(Consumer<String, byte[]> consumer) {
        return new Reading(consumer);
    }

    private final class Reading implements Round {

        private final Consumer<String, byte[]> consumer;
        private final Recent known = new Recent();
        private List<TopicPartition> partitions = List.of();
        /** Ends of partitions that are to be reached before clients come. */
        private Map<TopicPartition, Long> goal = Map.of();

        Reading(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void step() throws InterruptedException {
            if (partitions.isEmpty()) {
                place();
            }
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            consumer.poll(goal.isEmpty() ? ROUND : Duration.ofMillis(100)).forEach(records::add);
            for (int i = 0; i < records.size(); i++) {
                try {
                    take(records.get(i));
                } catch (UnavailableException | KafkaException e) {
                    again(records.subList(i, records.size()));
                    feed.wake();
                    log.atDebug().setCause(e).log("events wait for the status of a video");
                    Sleeper.SYSTEM.sleep(PAUSE);
                    return;
                }
            }
            open();
            if (!records.isEmpty()) {
                feed.wake();
                Sleeper.SYSTEM.sleep(GATHER);
            }
        }

        private void place() {
            List<TopicPartition> all = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.name(), PATIENCE).stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                            .sorted(Comparator.comparing(TopicPartition::partition)))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, PATIENCE);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            Function<TopicPartition, Long> from = partition ->
                    Math.max(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L) - LOOK_BACK);
            consumer.assign(all);
            all.forEach(partition -> consumer.seek(partition, from.apply(partition)));
            // There is nothing before the first record, however low the place that a client has come to.
            feed.begin(Offsets.of(all.stream()
                    .mapToLong(partition ->
                            from.apply(partition) > begins.getOrDefault(partition, 0L) ? from.apply(partition) : 0)
                    .toArray()));
            goal = ends;
            partitions = all;
        }

        private void open() {
            if (goal.isEmpty()) {
                return;
            }
            boolean reached = goal.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
            if (reached) {
                goal = Map.of();
                feed.open();
                feed.wake();
            }
        }

        /** What was not taken is read once more. */
        private void again(List<ConsumerRecord<String, byte[]>> records) {
            for (int i = records.size() - 1; i >= 0; i--) {
                ConsumerRecord<String, byte[]> record = records.get(i);
                consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
            }
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            String videoId = record.key();
            if (videoId == null) {
                return;
            }
            Optional<StatusChange> change = StatusChange.of(videoId, read(record));
            if (change.isEmpty()) {
                return;
            }
            VideoStatus last = known.get(videoId);
            // The store may have this event already, which changes nothing of what comes out.
            VideoStatus after =
                    change.get().apply(last == null ? statuses.settled(videoId).orElse(null) : last);
            if (after != null && !after.equals(last)) {
                known.put(videoId, after);
                int partition = partitions.indexOf(new TopicPartition(record.topic(), record.partition()));
                feed.add(partition, record.offset(), after);
            }
        }

        /** Null if it is none of ours: then it is a dead letter by now, which is an event, too. */
        private @Nullable SpecificRecord read(ConsumerRecord<String, byte[]> record) {
            try {
                return Objects.requireNonNull(values.get(record.topic()))
                        .deserialize(record.topic(), record.headers(), record.value());
            } catch (KafkaException e) {
                if (EventSerdes.isRetriable(e)) {
                    throw e;
                }
                log.atDebug().addKeyValue("offset", record.offset()).setCause(e).log("record skipped");
                return null;
            }
        }
    }

    /** Keeps the entries that were used last. */
    private static final class Recent extends LinkedHashMap<String, VideoStatus> {

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VideoStatus> eldest) {
            return size() > REMEMBERED;
        }
    }
}

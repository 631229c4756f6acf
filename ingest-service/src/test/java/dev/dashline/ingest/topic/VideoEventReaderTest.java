package dev.dashline.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.stream.EventFeed;
import dev.dashline.ingest.stream.FeedClient;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VideoEventReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Topic<?>> TOPICS = List.of(
            Topics.VIDEO_REQUESTED,
            Topics.VIDEO_ENCODED,
            Topics.VIDEO_PUBLISHED,
            Topics.VIDEO_FAILED,
            Topics.VIDEO_UNPUBLISHED);

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Supervisor supervisor = new Supervisor(meters);
    private final MockConsumer<String, byte[]> topics = new MockConsumer<>("earliest");
    private final EventFeed feed = new EventFeed(100);
    private final FeedClient client = new FeedClient(feed);
    private final Stored stored = new Stored();
    private final VideoEventReader reader = new VideoEventReader(() -> topics, serdes, stored, feed, supervisor);

    @AfterEach
    void stop() {
        reader.close();
        supervisor.close();
    }

    @Test
    void addsEachEventToWhatTheStoreHasOfItsVideo() {
        stored.statuses.put("v", VideoStatuses.apply(null, Events.requested(1)));
        start(0);
        add(Topics.VIDEO_ENCODED, 0, "v", Events.started(1));
        add(Topics.VIDEO_ENCODED, 1, "v", Events.encoded(1));
        add(Topics.VIDEO_PUBLISHED, 0, "v", Events.published(1));

        await().atMost(PATIENCE).until(() -> client.takeAll().size() == 3);
        assertThat(client.taken().get(0)).contains("\"state\":\"encoding\"", "\"title\"");
        assertThat(client.taken().get(2)).contains("\"state\":\"published\"", "\"title\"");
        assertThat(stored.asked).hasValue(1);
    }

    @Test
    void tellsNothingOfWhatIsReadAgainOrUnreadableOrOfNoVideo() {
        start(0);
        add(Topics.VIDEO_REQUESTED, 0, "v", Events.requested(1));
        add(Topics.VIDEO_REQUESTED, 1, "v", Events.requested(1));
        add(Topics.VIDEO_REQUESTED, 2, "other", Events.requested(1));
        topics.addRecord(new ConsumerRecord<>(Topics.VIDEO_ENCODED.name(), 0, 0, "v", "not avro".getBytes(UTF_8)));
        add(Topics.VIDEO_FAILED, 0, "v", Events.failed(1));

        await().atMost(PATIENCE).until(() -> client.takeAll().size() == 2);
        assertThat(client.taken().get(0)).contains("\"state\":\"requested\"");
        assertThat(client.taken().get(1)).contains("\"state\":\"failed\"");
    }

    @Test
    void losesNoEventWhileTheReplicaIsAwayThatHasTheVideo() {
        start(0);
        stored.away.set(2);
        add(Topics.VIDEO_REQUESTED, 0, "v", Events.requested(1));
        add(Topics.VIDEO_FAILED, 0, "v", Events.failed(1));

        // The broker has them still: a consumer that was set back reads them again.
        await().atMost(PATIENCE).until(() -> {
            add(Topics.VIDEO_REQUESTED, 0, "v", Events.requested(1));
            add(Topics.VIDEO_FAILED, 0, "v", Events.failed(1));
            return client.takeAll().size() >= 2;
        });
        assertThat(client.taken().get(client.taken().size() - 1)).contains("\"state\":\"failed\"");
        assertThat(stored.away.get()).isZero();
        assertThat(meters.find("dashline.thread.failures").counters())
                .allSatisfy(failures -> assertThat(failures.count()).isZero());
    }

    @Test
    void beginsSomeRecordsBackAndIsOpenOnceItHasThem() {
        start(1_000);
        await().atMost(PATIENCE).until(() -> topics.position(of(Topics.VIDEO_FAILED)) == 900);
        assertThat(client.hasPlace()).isFalse();

        for (Topic<?> topic : TOPICS) {
            topics.addRecord(new ConsumerRecord<>(topic.name(), 0, 999, "none", new byte[1]));
        }
        await().atMost(PATIENCE).until(client::hasPlace);
        add(Topics.VIDEO_REQUESTED, 1_000, "v", Events.requested(1));

        await().atMost(PATIENCE).until(() -> client.takeAll().size() == 1);
    }

    private void start(long end) {
        Map<TopicPartition, Long> begins =
                TOPICS.stream().collect(Collectors.toMap(VideoEventReaderTest::of, topic -> 0L));
        topics.updateBeginningOffsets(begins);
        topics.updateEndOffsets(TOPICS.stream().collect(Collectors.toMap(VideoEventReaderTest::of, topic -> end)));
        Node[] nodes = {};
        TOPICS.forEach(topic -> topics.updatePartitions(
                topic.name(), List.of(new PartitionInfo(topic.name(), 0, Node.noNode(), nodes, nodes))));
        reader.start();
        await().atMost(PATIENCE).until(() -> !topics.assignment().isEmpty());
        if (end == 0) {
            await().atMost(PATIENCE).until(client::hasPlace);
        }
    }

    private static TopicPartition of(Topic<?> topic) {
        return new TopicPartition(topic.name(), 0);
    }

    private <T extends SpecificRecord> void add(Topic<T> topic, long offset, String key, T event) {
        byte[] value = serdes.of(topic).serializer().serialize(topic.name(), event);
        topics.schedulePollTask(() -> topics.addRecord(new ConsumerRecord<>(topic.name(), 0, offset, key, value)));
    }

    /** The statuses that replicas have; the one that is asked for may be away for so many questions. */
    private static final class Stored implements Statuses {

        private final Map<String, VideoStatus> statuses = new ConcurrentHashMap<>();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger away = new AtomicInteger();

        @Override
        public Optional<VideoStatus> settled(String videoId) {
            asked.incrementAndGet();
            if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new UnavailableException("the replica is away", null);
            }
            return Optional.ofNullable(statuses.get(videoId));
        }

        @Override
        public VideoPage list(VideoQuery query) {
            return new VideoPage(List.of(), Optional.empty());
        }
    }
}

package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerOrder;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the fetcher makes of refusals. They are played, because a real broker refuses no member before the 201st, and
 * takes another limit only when it is started.
 */
class TaskFetcherTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ConsumerRecords<byte[], byte[]> ONE_RECORD = new ConsumerRecords<>(
            Map.of(
                    new TopicPartition("encoder-tasks", 0),
                    List.of(new ConsumerRecord<>("encoder-tasks", 0, 0, new byte[0], new byte[0]))),
            Map.of());

    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final RunningTasks tasks = new RunningTasks("w/", 2, Clock.systemUTC(), () -> {});
    private final StopSignal stop = new StopSignal();
    private final TaskGate gate = new TaskGate(stop, Clock.systemUTC(), () -> {});
    private final List<PlayedConsumer> made = new CopyOnWriteArrayList<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final WorkerCell cell = new WorkerCell(Lane.ENCODE, () -> topics);
    private final TaskFetcher fetcher = new TaskFetcher(
            cell,
            this::consumer,
            tasks,
            (records, leases) -> take(),
            new BrokerWait(Map.of("bootstrap.servers", "localhost:1")),
            gate);
    private volatile @Nullable KafkaException refusal;
    /** The topic whose group has room all the same. */
    private volatile String open = "";

    private volatile boolean canUseRecords = true;
    private boolean beginsTasks;

    @AfterEach
    void close() {
        stop.stop();
        supervisor.close();
    }

    @Test
    void isReadyWhileItFetches() {
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> tasks.servedSlots() == 2);
        assertThat(fetcher.notReadyBecause()).isEmpty();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).subscription()).containsExactly("encoder-tasks");
    }

    @Test
    void namesTheSettingWhileItsGroupHasNoRoomForItAndTriesAgain() {
        refusal = new GroupMaxSizeReachedException("full");
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isPresent());
        assertThat(fetcher.notReadyBecause().orElseThrow())
                .isEqualTo("the brokers refuse one more member of share group encoder: raise their setting"
                        + " group.share.max.size to at least the number of encoder processes, or make one cell more"
                        + " with dashline topics --cells");
        await().atMost(SOON).until(() -> made.size() >= 3);
        assertThat(tasks.servedSlots()).isZero();
        assertThat(made.get(0).isClosed).isTrue();

        refusal = null;

        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isEmpty());
        assertThat(tasks.servedSlots()).isEqualTo(2);
    }

    @Test
    void joinsTheFirstGroupThatHasRoom() {
        topics.addAll(List.of("encoder-tasks", "encoder-tasks-2", "encoder-tasks-3", "encoder-tasks-5"));
        refusal = new GroupMaxSizeReachedException("full");
        open = "encoder-tasks-3";
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> tasks.servedSlots() == 2);
        assertThat(cell.number()).isEqualTo(3);
        assertThat(made)
                .extracting(consumer -> List.copyOf(consumer.subscribed).get(0))
                .containsExactly("encoder-tasks", "encoder-tasks-2", "encoder-tasks-3");
        assertThat(fetcher.notReadyBecause()).isEmpty();
    }

    @Test
    void beginsWithTheFirstGroupAgainWhenAllAreFull() {
        topics.addAll(List.of("encoder-tasks", "encoder-tasks-2"));
        refusal = new GroupMaxSizeReachedException("full");
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isPresent());
        open = "encoder-tasks";
        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isEmpty());
        assertThat(cell.number()).isEqualTo(1);
        assertThat(tasks.servedSlots()).isEqualTo(2);
    }

    @Test
    void isNotReadyOnceItFailsAgainAndAgain() {
        refusal = new TopicAuthorizationException("not allowed");
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isPresent());
        assertThat(made).hasSizeGreaterThanOrEqualTo(2);
        assertThat(fetcher.notReadyBecause().orElseThrow())
                .startsWith("cannot fetch from encoder-tasks: ")
                .endsWith("not allowed");
        assertThat(supervisor.fatalError()).isEmpty();
    }

    @Test
    void isNotReadyWhileItCannotUseWhatItFetches() {
        canUseRecords = false;
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> fetcher.notReadyBecause().isPresent());
        assertThat(fetcher.notReadyBecause().orElseThrow()).endsWith("no registry");
        assertThat(tasks.servedSlots()).isZero();

        canUseRecords = true;

        await().atMost(SOON).until(() -> tasks.servedSlots() == 2);
        assertThat(fetcher.notReadyBecause()).isEmpty();
    }

    @Test
    void looksForWhatItsConsumerFetchedUnbiddenWhileAllSlotsAreBusy() throws Exception {
        beginsTasks = true;
        fetcher.step();
        PlayedConsumer consumer = made.get(0);
        consumer.fetches++; // the lease is answered
        fetcher.step();
        assertThat(tasks.free()).isZero();
        assertThat(consumer.polls).isEqualTo(1);

        consumer.fetches++; // one more is answered
        fetcher.step();

        assertThat(consumer.polls).isEqualTo(2);
        fetcher.end();
    }

    @Test
    void leavesItsGroupWhileItIsOrderedToTakeNoTasksAndJoinsAgain() {
        Loop ignored = supervisor.loop("fetcher", fetcher);
        await().atMost(SOON).until(() -> tasks.servedSlots() == 2);

        gate.heed(new WorkerOrder("w", Instant.EPOCH, new DrainWorker()));

        await().atMost(SOON).until(() -> made.get(0).isClosed);
        assertThat(tasks.servedSlots()).isZero();
        assertThat(fetcher.notReadyBecause()).isEmpty();
        assertThat(made).hasSize(1);

        gate.heed(new WorkerOrder("w", Instant.EPOCH, new ResumeWorker()));

        await().atMost(SOON).until(() -> tasks.servedSlots() == 2);
        assertThat(made).hasSize(2);
    }

    private boolean take() {
        if (!canUseRecords) {
            throw new KafkaException("no registry");
        }
        if (beginsTasks) {
            tasks.begin(Tasks.task("v", 0));
            tasks.begin(Tasks.task("v", 1));
        }
        return true;
    }

    private ShareConsumer<byte[], byte[]> consumer() {
        PlayedConsumer consumer = new PlayedConsumer();
        made.add(consumer);
        return consumer;
    }

    private final class PlayedConsumer extends MockShareConsumer<byte[], byte[]> {

        private volatile boolean isClosed;
        private volatile Set<String> subscribed = Set.of();
        private double fetches;
        private int polls;

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            KafkaException failure = refusal;
            if (failure != null && !subscription().contains(open)) {
                throw failure;
            }
            fetches++;
            polls++;
            return fetches > 1 ? super.poll(timeout) : ONE_RECORD;
        }

        @Override
        public synchronized void subscribe(Collection<String> names) {
            super.subscribe(names);
            subscribed = Set.copyOf(names);
        }

        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            return Map.of(
                    name("fetch-total"), metric("fetch-total", () -> fetches),
                    name("connection-count"), metric("connection-count", () -> 1.0));
        }

        @Override
        public synchronized void close(Duration timeout) {
            super.close(timeout);
            isClosed = true;
        }
    }

    private static MetricName name(String name) {
        return new MetricName(name, "consumer-share-metrics", "", Map.of());
    }

    private static Metric metric(String name, DoubleSupplier value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return name(name);
            }

            @Override
            public Object metricValue() {
                return value.getAsDouble();
            }
        };
    }
}

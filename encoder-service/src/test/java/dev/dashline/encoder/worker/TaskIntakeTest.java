package dev.dashline.encoder.worker;

import static dev.dashline.encoder.worker.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dashline.encoder.Requests;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a record that was fetched, and of the task in it. */
class TaskIntakeTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final EncoderTask TASK = task("v", 0);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger decoded = new AtomicInteger();
    private final AtomicInteger registryAway = new AtomicInteger();
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, (topic, key) -> new byte[0], (topic, value) -> new byte[0]);
    private final TaskGate gateOfTasks = new TaskGate(stop, Clock.systemUTC(), () -> {});
    private final EndedAttempts endedAttempts = new EndedAttempts((videoId, attempt) -> {});
    private final RunningTasks tasks = new RunningTasks("w/", 2, Clock.systemUTC(), () -> {});
    private final WorkerTools tools = new WorkerTools(
            (task, context) -> {
                gate.await();
                return new TaskOutcome.Transcoded(Requests.part(task));
            },
            new WorkerEvents(producer, Clock.systemUTC()),
            endedAttempts,
            (topic, bytes) -> decode(bytes),
            threads);
    private final TaskIntake intake = new TaskIntake(tasks, tools, new TaskRunner(tools, stop), gateOfTasks);
    private final Broker broker = new Broker();
    private Runnable onDecode = () -> {};
    private long offset;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void acceptsATaskAndTellsThatItBeginsAndHowItEnded() throws Exception {
        assertThat(take()).isTrue();
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.ACCEPT);
        assertThat(tasks.busySlots()).isEqualTo(1);
        gate.countDown();
        await().atMost(SOON).until(() -> tasks.busySlots() == 0);
        assertThat(told()).hasExactlyElementsOfTypes(TaskBegun.class, Transcoded.class);
    }

    @Test
    void givesBackWhatItHasNoSlotFor() throws Exception {
        tasks.begin(task("v", 1));

        assertThat(intake.take(List.of(record(new byte[0]), record(new byte[0])), new Leases(broker)))
                .isTrue();

        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.ACCEPT, AcknowledgeType.RELEASE);
        assertThat(broker.commits).isEqualTo(1);
        assertThat(tasks.free()).isZero();
    }

    @Test
    void beginsNoTaskThatTheBrokerDoesNotLeaveToIt() throws Exception {
        broker.refuses = true;
        assertThat(take()).isFalse();
        assertThat(tasks.busySlots()).isZero();
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void acceptsAndDropsATaskThatItRunsAlready() throws Exception {
        assertThat(take()).isTrue();
        assertThat(take()).isTrue();
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.ACCEPT, AcknowledgeType.ACCEPT);
        assertThat(tasks.busySlots()).isEqualTo(1);
    }

    @Test
    void givesATaskBackOnceTheProcessStops() throws Exception {
        stop.stop();
        assertThat(take()).isTrue();
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.RELEASE);
        assertThat(tasks.busySlots()).isZero();
    }

    @Test
    void givesATaskBackWhileItIsOrderedToTakeNone() throws Exception {
        gateOfTasks.heed(new WorkerOrder("w", Instant.EPOCH, new DrainWorker()));
        assertThat(take()).isTrue();
        gateOfTasks.heed(new WorkerOrder("w", Instant.EPOCH, new ResumeWorker()));
        assertThat(take()).isTrue();
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.RELEASE, AcknowledgeType.ACCEPT);
        assertThat(tasks.busySlots()).isEqualTo(1);
    }

    @Test
    void leavesATaskThatItTookAtTheLastMoment() {
        TaskRun run = tasks.begin(TASK).orElseThrow();
        stop.stop();
        new TaskRunner(tools, stop).start(run, tasks);
        await().atMost(SOON).until(() -> tasks.busySlots() == 0);
        assertThat(told()).hasExactlyElementsOfTypes(TaskLeft.class);
    }

    @Test
    void holdsATaskWhileTheRegistryIsAway() throws Exception {
        registryAway.set(2);
        assertThat(take()).isTrue();
        assertThat(decoded).hasValue(3);
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.ACCEPT);
        assertThat(tasks.busySlots()).isEqualTo(1);
    }

    @Test
    void stopsWaitingForTheRegistryWhenTheProcessStops() {
        registryAway.set(Integer.MAX_VALUE);
        onDecode = stop::stop;
        assertThatThrownBy(this::take).isInstanceOf(RegistryUnavailableException.class);
        assertThat(broker.acknowledged).isEmpty();
    }

    @Test
    void writesADeadLetterBeforeItAcceptsWhatIsNoTask() throws Exception {
        broker.onAcknowledge = () -> assertThat(producer.history())
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isInstanceOf(VideoFailed.class));
        assertThat(intake.take(List.of(record(new byte[] {1, 2, 3})), new Leases(broker)))
                .isTrue();
        assertThat(broker.acknowledged).containsExactly(AcknowledgeType.ACCEPT);
        assertThat(tasks.busySlots()).isZero();
    }

    private boolean take() throws InterruptedException {
        return intake.take(List.of(record(new byte[0])), new Leases(broker));
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("encoder-tasks", 0, offset++, new byte[] {'v'}, value);
    }

    private EncoderTask decode(byte[] bytes) {
        decoded.incrementAndGet();
        onDecode.run();
        if (bytes.length > 0) {
            throw new SerializationException("no task");
        }
        if (registryAway.getAndDecrement() > 0) {
            throw new RegistryUnavailableException("no answer", null);
        }
        return TASK;
    }

    private List<Object> told() {
        return producer.history().stream()
                .map(record -> ((EncoderTaskResult) record.value()).getOutcome())
                .toList();
    }

    private static final class Broker extends MockShareConsumer<byte[], byte[]> {

        private final List<AcknowledgeType> acknowledged = new CopyOnWriteArrayList<>();
        private Runnable onAcknowledge = () -> {};
        private boolean refuses;
        private int commits;

        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
            onAcknowledge.run();
            acknowledged.add(type);
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            commits++;
            Optional<KafkaException> answer =
                    refuses ? Optional.of(new InvalidRecordStateException("lease ran out")) : Optional.empty();
            return Map.of(new TopicIdPartition(Uuid.randomUuid(), 0, "encoder-tasks"), answer);
        }
    }
}

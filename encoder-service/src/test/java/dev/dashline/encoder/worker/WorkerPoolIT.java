package dev.dashline.encoder.worker;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.schemas.Topics.ENCODER_ORDERS;
import static dev.dashline.schemas.Topics.ENCODER_SHORT_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASK_RESULTS;
import static dev.dashline.schemas.Topics.ENCODER_WORKERS;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.encoder.Requests;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.Failure;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.RunningTask;
import dev.dashline.events.StopTask;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.FailureLimit;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import dev.dashline.testsupport.Cluster;
import dev.dashline.testsupport.DocumentedThreads;
import dev.dashline.testsupport.Faults;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real broker; the executor is a fake, because what matters here is who runs what, and how often. */
class WorkerPoolIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Cluster CLUSTER = Cluster.start();

    private final String videos =
            UUID.randomUUID() + "-"; // what other tests leave on the topics is none of this test's business
    private final KafkaSettings kafka = KafkaSettings.from(CLUSTER.kafkaEnvironment());
    private final EventSerdes serdes = kafka.serdes();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final List<String> running = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Metrics metrics = new Metrics();
    private final Supervisor supervisor = new Supervisor(metrics.registry());
    private final List<WorkerPool> pools = new ArrayList<>();
    private KafkaProducer<String, SpecificRecord> producer;
    private KafkaConsumer<String, EncoderTaskResult> results;
    private KafkaConsumer<String, WorkerHeartbeat> heartbeats;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                kafka.producer(),
                new StringSerializer(),
                serdes.of(SpecificRecord.class).serializer());
        results = consumer(ENCODER_TASK_RESULTS);
        heartbeats = consumer(ENCODER_WORKERS);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        pools.forEach(WorkerPool::close);
        supervisor.close();
        metrics.close();
        results.close();
        heartbeats.close();
        producer.close();
    }

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    @Test
    void runsEachTaskOnceAndNoMoreAtATimeThanItHasSlots() throws Exception {
        pool(2);
        for (int chunk = 0; chunk < 6; chunk++) {
            send(task("v", chunk));
        }
        await().atMost(PATIENCE).until(() -> running.size() == 2);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> running.size() == 2);
        gate.countDown();
        assertThat(ended(6))
                .allSatisfy(result -> assertThat(result.getOutcome()).isInstanceOf(Transcoded.class))
                .allSatisfy(result -> assertThat(result.getWorker()).matches(".+pool-0/[01]"));
        assertThat(runs)
                .hasSize(6)
                .allSatisfy((task, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void takesUpAShortTaskWhileEverySlotEncodesAndOthersWait() throws Exception {
        pool(1);
        send(task("v", 0));
        send(task("v", 1));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        EncoderTask shortTask = EncoderTask.newBuilder(task("w", 2))
                .setTaskId("package")
                .setWork(new Package(0, 0L))
                .build();
        produce(ENCODER_SHORT_TASKS, shortTask.getVideoId(), shortTask);
        await().atMost(PATIENCE).until(() -> running.contains("package"));
        assertThat(running).hasSize(2);
        gate.countDown();
        assertThat(ended(3)).extracting(EncoderTaskResult::getWorker).anyMatch(slot -> slot.endsWith("/short-0"));
    }

    @Test
    void runsManyTasksAtATimeThroughOneMember() throws Exception {
        WorkerPool pool = pool(160);
        assertThat(pool.allSlots()).isEqualTo(240);
        await().atMost(PATIENCE).until(() -> pool.leasingSlots() == 240);
        sendAll(320);
        await().atMost(PATIENCE).until(() -> pool.busySlots() == 160);
        assertThat(running).hasSizeLessThanOrEqualTo(160);
        gate.countDown();
        ended(320);
        assertThat(runs)
                .hasSize(320)
                .allSatisfy((task, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void twoWorkersShareTheTasksAndNoneGetsWhatTheOtherHas() throws Exception {
        gate.countDown();
        List<WorkerPool> both = List.of(pool(4), pool(4));
        await().atMost(PATIENCE).until(() -> both.stream().allMatch(pool -> pool.leasingSlots() == pool.allSlots()));
        sendAll(60);
        assertThat(ended(60))
                .extracting(result -> result.getWorker().replaceAll("/.*", ""))
                .contains(videos + "pool-0", videos + "pool-1");
        assertThat(runs)
                .hasSize(60)
                .allSatisfy((task, count) -> assertThat(count).hasValue(1));
    }

    @Test
    void aBusyWorkerKeepsNoTaskFromOthers() throws Exception {
        pool(1);
        send(task("v", 0));
        send(task("v", 1));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        pool(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> running.size() == 2); // a lease lasts for 30
        gate.countDown();
        assertThat(ended(2)).hasSize(2);
    }

    @Test
    void dropsATaskThatItRunsAlready() throws Exception {
        pool(2);
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        send(task("v", 0));
        send(task("v", 1)); // comes after the second delivery of the first
        await().atMost(PATIENCE).until(() -> running.size() == 2);
        assertThat(running).containsExactly("video-00000", "video-00001");
        gate.countDown();
        assertThat(ended(2)).hasSize(2);
        assertThat(runs.get("video-00000")).hasValue(1);
    }

    @Test
    void itsHeartbeatTellsItsSlotsAndWhatItRunsAndAtLastThatItIsGone() throws Exception {
        Instant before = Instant.now();
        WorkerPool pool = pool(
                "teller",
                4,
                (task, context) -> {
                    context.progress(1_500);
                    return execute(task, context);
                },
                GRACE);
        List<WorkerHeartbeat> beats = new ArrayList<>();
        assertThat(heard(beats, beat -> beat.getSlots() == 4 && beat.getShortSlots() == 2))
                .satisfies(beat -> assertThat(beat.getWorker()).isEqualTo(videos + "teller"))
                .satisfies(beat -> assertThat(beat.getVersion()).matches("[0-9]+\\..*"))
                .satisfies(beat -> assertThat(beat.getStartedAt()).isBetween(before.minusMillis(1), Instant.now()))
                .satisfies(beat -> assertThat(beat.getDraining()).isFalse());
        assertThat(beats.get(0).getSlots()).as("before the broker serves it").isZero();

        send(task("v", 7));
        RunningTask told = heard(beats, beat -> beat.getRunning().stream().anyMatch(run -> run.getDoneMillis() > 0))
                .getRunning()
                .get(0);
        assertThat(told.getVideoId()).isEqualTo(videos + "v");
        assertThat(told.getTaskId()).isEqualTo("video-00007");
        assertThat(told.getAttempt()).isEqualTo(1);
        assertThat(told.getEpoch()).isEqualTo(1);
        assertThat(told.getDoneMillis()).isEqualTo(1_500);
        assertThat(told.getStartedAt()).isAfter(before);

        pool.close();
        WorkerHeartbeat last =
                heard(beats, beat -> beat.getDraining() && beat.getRunning().isEmpty());
        assertThat(last.getSlots()).isZero();
        assertThat(last.getShortSlots()).isZero();
        assertThat(beats)
                .as("while it drains, it still holds its task")
                .anyMatch(beat -> beat.getDraining()
                        && beat.getSlots() == 0
                        && !beat.getRunning().isEmpty());
        List<Instant> times = beats.stream()
                .filter(beat -> beat.getSlots() > 0 || beat.getDraining()) // the first one registers its schema
                .map(WorkerHeartbeat::getAt)
                .toList();
        for (int beat = 1; beat < times.size(); beat++) {
            assertThat(Duration.between(times.get(beat - 1), times.get(beat))).isLessThan(Duration.ofMillis(2_500));
        }
    }

    @Test
    void aPoolThatClosesLeavesItsTaskAtOnce() throws Exception {
        WorkerPool pool = pool(1);
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        Instant closing = Instant.now();
        pool.close();
        assertThat(Duration.between(closing, Instant.now())).isLessThan(Duration.ofSeconds(4));
        assertThat(told(TaskLeft.class, 1))
                .extracting(EncoderTaskResult::getTaskId)
                .containsExactly("video-00000");
        assertThat(running).isEmpty();
    }

    @Test
    void aPoolThatClosesLetsAShortTaskEnd() throws Exception {
        WorkerPool pool = pool("patient", 1, this::execute, Duration.ofSeconds(20));
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        Thread closing = new Thread(pool::close);
        closing.start();
        heard(new ArrayList<>(), WorkerHeartbeat::getDraining);
        gate.countDown();
        closing.join();
        assertThat(ended(1)).extracting(EncoderTaskResult::getOutcome).allMatch(Transcoded.class::isInstance);
    }

    @Test
    void takesNoTasksWhileItIsOrderedToDrainAndLetsThoseThatRunEnd() throws Exception {
        WorkerPool pool = pool(2);
        String name = videos + "pool-0";
        await().atMost(PATIENCE).until(() -> pool.leasingSlots() == pool.allSlots());
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        order("another", new DrainWorker());
        order(name, new DrainWorker());
        List<WorkerHeartbeat> beats = new ArrayList<>();
        WorkerHeartbeat drains = heard(beats, WorkerHeartbeat::getDraining);
        assertThat(drains.getDrainingBecause()).contains("draining: ordered to take no tasks");
        assertThat(drains.getRunning()).hasSize(1);
        assertThat(pool.notReadyBecause()).isEqualTo(drains.getDrainingBecause());
        await().atMost(PATIENCE).until(() -> pool.leasingSlots() == 0); // it has left its groups
        send(task("v", 1));
        gate.countDown();
        assertThat(ended(1)).extracting(EncoderTaskResult::getTaskId).containsExactly("video-00000");
        heard(beats, beat -> beat.getDraining() && beat.getRunning().isEmpty());
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !runs.containsKey("video-00001"));

        order(name, new ResumeWorker());

        assertThat(ended(1)).extracting(EncoderTaskResult::getTaskId).containsExactly("video-00001");
        assertThat(pool.notReadyBecause()).isEmpty();
        assertThat(heard(beats, beat -> beat.getAt().isAfter(drains.getAt()) && !beat.getDraining()))
                .satisfies(beat -> assertThat(beat.getDrainingBecause()).isEmpty());
    }

    @Test
    void stopsATaskThatIsOrderedToStop() throws Exception {
        WorkerPool pool = pool(2);
        send(task("v", 0));
        send(task("v", 1));
        await().atMost(PATIENCE).until(() -> running.size() == 2);

        order(videos + "pool-0", new StopTask(videos + "v", 1, "video-00000", 1, "for a test"));

        assertThat(told(TaskLeft.class, 1))
                .extracting(EncoderTaskResult::getTaskId)
                .containsExactly("video-00000");
        assertThat(pool.notReadyBecause()).isEmpty();
        gate.countDown();
        assertThat(ended(1)).extracting(EncoderTaskResult::getTaskId).containsExactly("video-00001");
    }

    /** Ctrl-C goes to FFmpeg, too, and FFmpeg is quicker. */
    @Test
    void leavesATaskWhoseFfmpegWasAskedToEndWithTheProcess() throws Exception {
        CountDownLatch ctrlC = new CountDownLatch(1);
        WorkerPool pool = pool("first", (task, context) -> {
            running.add(task.getTaskId());
            ctrlC.await();
            return askedToEnd();
        });
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        ctrlC.countDown();
        pool.close();
        List<EncoderTaskResult> all = told("all", result -> true, 2);
        assertThat(all)
                .extracting(EncoderTaskResult::getOutcome)
                .hasExactlyElementsOfTypes(TaskBegun.class, TaskLeft.class);
    }

    @Test
    void reportsATaskWhoseFfmpegAloneWasAskedToEnd() throws Exception {
        pool("alone", (task, context) -> askedToEnd());
        send(task("v", 0));
        TaskFailed outcome = (TaskFailed) ended(1).get(0).getOutcome();
        assertThat(outcome.getExitCode()).contains(255);
    }

    private static TaskOutcome askedToEnd() {
        return new TaskOutcome.Failed(
                Requests.failed(FailureCode.ENCODER_FAILED).getFailure(), OptionalInt.of(255));
    }

    @Test
    void stopsATaskWhoseAttemptHasFailed() throws Exception {
        pool(1);
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        produce(VIDEO_FAILED, videos + "v", failed(videos + "w")); // nobody is sure that it is about w
        produce(VIDEO_FAILED, videos + "v", failed(videos + "v"));
        await().atMost(Duration.ofSeconds(2)).until(running::isEmpty);
        send(task("v", 2));
        send(task("w", 1));
        await().atMost(PATIENCE).until(() -> running.contains("video-00001"));
        gate.countDown();
        assertThat(ended(1)).extracting(EncoderTaskResult::getVideoId).containsExactly(videos + "w");
        assertThat(runs).doesNotContainKey("video-00002");
    }

    @Test
    void aTaskThatBreaksTheExecutorIsReportedAsFailed() throws Exception {
        pool("broken", (task, context) -> {
            if (task.getTaskId().equals("video-00000")) {
                throw new IllegalStateException("for a test");
            }
            throw new StackOverflowError("for a test");
        });
        send(task("v", 0));
        send(task("v", 1));
        assertThat(ended(2)).extracting(EncoderTaskResult::getOutcome).allSatisfy(outcome -> {
            Failure failure = ((TaskFailed) outcome).getFailure();
            assertThat(failure.getCode()).isEqualTo(FailureCode.INTERNAL.name());
            assertThat(failure.getRetryable()).isTrue();
            assertThat(failure.getDetail().orElseThrow()).containsPattern("(Exception|Error): for a test");
        });
    }

    @Test
    void putsARecordThatIsNoTaskAsideAndGoesOn() throws Exception {
        gate.countDown();
        pool(1);
        byte[] large = new byte[3 << 20];
        byte[] tooLarge = new byte[4_000_000];
        sendGarbage(new byte[] {1, 2, 3}, large, tooLarge);
        send(task("v", 0));
        assertThat(ended(1)).hasSize(1);
        List<VideoFailed> letters = letters(3);
        assertThat(letters)
                .extracting(letter -> letter.getUndecodable().orElseThrow().getValue())
                .containsExactlyInAnyOrder(
                        Optional.of(ByteBuffer.wrap(new byte[] {1, 2, 3})),
                        Optional.of(ByteBuffer.wrap(large)),
                        Optional.of(ByteBuffer.wrap(new byte[64 << 10])));
        assertThat(letters)
                .extracting(letter -> letter.getFailure().getMessage())
                .anySatisfy(message -> assertThat(message).contains("Its value has 4000000 bytes"));
    }

    @Test
    void runsATaskOfAMachineWhoseClockIsAhead() throws Exception {
        gate.countDown();
        pool(1);
        EncoderTask task = task("v", 0);
        long ahead = Instant.now().plus(Duration.ofHours(2)).toEpochMilli();
        producer.send(new ProducerRecord<>(ENCODER_TASKS.name(), null, ahead, task.getVideoId(), task))
                .get();
        assertThat(ended(1).get(0).getOutcome()).isInstanceOf(Transcoded.class);
    }

    @Test
    void restsWhileTheBrokersAreAwayAndTellsAfterwardsWhatEndedMeanwhile() throws Exception {
        WorkerPool pool = pool(1); // whose fetcher waits for the slot, and whose other fetcher waits for a task
        await().atMost(PATIENCE).until(() -> pool.leasingSlots() == pool.allSlots());
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        assertThat(pool.notReadyBecause()).isEmpty();
        CLUSTER.broker().kill();
        try {
            // While they notice, the consumers spin; a fetcher that rests takes next to nothing.
            await().atMost(PATIENCE)
                    .until(() -> processorTimeWithin(Duration.ofSeconds(1)).compareTo(Duration.ofMillis(200)) < 0);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(pool.notReadyBecause().orElseThrow())
                            .contains("cannot fetch from encoder-tasks: the brokers do not answer")
                            .contains("cannot fetch from encoder-short-tasks: the brokers do not answer")
                            .contains("heartbeats are not acknowledged"));
            assertThat(pool.leasingSlots()).isZero();
            gate.countDown();
            await().atMost(PATIENCE).until(running::isEmpty);
            assertThat(pool.busySlots()).as("tasks whose end is not told yet").isEqualTo(1);
        } finally {
            CLUSTER.broker().restart();
        }
        assertThat(ended(1)).extracting(EncoderTaskResult::getTaskId).containsExactly("video-00000");
        send(task("v", 1));
        assertThat(ended(1)).extracting(EncoderTaskResult::getTaskId).containsExactly("video-00001");
        await().atMost(PATIENCE).until(() -> pool.leasingSlots() == pool.allSlots());
        await().atMost(PATIENCE).until(() -> pool.notReadyBecause().isEmpty());
        assertThat(runs).allSatisfy((task, count) -> assertThat(count).hasValue(1));
    }

    /** As the name of a container that was stopped. */
    @Test
    void goesOnOnceTheNamesOfTheBrokersAreKnownAgain() throws Exception {
        gate.countDown();
        Map<String, Object> nameless = kafka.common();
        nameless.put("bootstrap.servers", "nobody.invalid:9092");
        AtomicInteger asked = new AtomicInteger();
        new BrokerWait(nameless).awaitEnd(() -> asked.incrementAndGet() <= 2);
        assertThat(asked).hasValue(3);

        AtomicInteger made = new AtomicInteger();
        StopSignal stop = new StopSignal();
        try (WorkerConnections connections = new WorkerConnections(kafka, serdes, metrics)) {
            RunningTasks tasks = new RunningTasks("nameless/", 1, Clock.systemUTC(), () -> {});
            WorkerTools tools = new WorkerTools(
                    this::execute,
                    connections.events(),
                    new EndedAttempts((videoId, attempt) -> {}),
                    connections.deserializer(),
                    supervisor.cached("task"));
            TaskGate taskGate = new TaskGate(stop, Clock.systemUTC(), () -> {});
            WorkerCell cell = connections.cell(Lane.ENCODE);
            TaskFetcher fetcher = new TaskFetcher(
                    cell,
                    () -> made.incrementAndGet() == 1
                            ? new KafkaShareConsumer<>(
                                    nameless, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                            : connections.tasks(cell),
                    tasks,
                    new TaskIntake(tasks, tools, new TaskRunner(tools, stop), taskGate),
                    connections.brokers(),
                    taskGate);
            try (Loop ignored = supervisor.loop("fetcher", FailureLimit.ESSENTIAL, fetcher)) {
                send(task("v", 0));
                assertThat(ended(1)).hasSize(1);
            }
        }
        assertThat(made).hasValue(2);
    }

    /** Of the registry no more than its being away is played. */
    @Test
    void beginsNoTaskBeforeThatIsHeardAndHoldsItUntilItsEndIs() throws Exception {
        gate.countDown();
        Registry registry = new Registry();
        WorkerPool pool = pool(new WorkerPool(
                videos + "pool",
                1,
                WorkerAbilities.NONE,
                this::execute,
                new WorkerConnections(kafka, serdes, metrics, registry.producer()),
                supervisor,
                GRACE));
        registry.refuses = TaskBegun.class;
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> registry.refused.get() >= 2);
        assertThat(runs).isEmpty();
        registry.refuses = Transcoded.class;
        await().atMost(PATIENCE).until(() -> runs.containsKey("video-00000"));
        int before = registry.refused.get();
        await().atMost(PATIENCE).until(() -> registry.refused.get() >= before + 2);
        Instant ended = Instant.now();
        heard(
                new ArrayList<>(),
                beat -> beat.getAt().isAfter(ended) && beat.getRunning().size() == 1);
        assertThat(pool.busySlots()).isEqualTo(1);
        registry.refuses = Void.class;
        assertThat(ended(1)).hasSize(1);
        await().atMost(PATIENCE).until(() -> pool.busySlots() == 0);
        assertThat(runs.get("video-00000")).hasValue(1);
    }

    @Test
    void keepsARecordThatIsNoTaskUntilItsDeadLetterIsHeard() throws Exception {
        gate.countDown();
        Registry registry = new Registry();
        registry.refuses = VideoFailed.class;
        pool(new WorkerPool(
                videos + "pool",
                1,
                WorkerAbilities.NONE,
                this::execute,
                new WorkerConnections(kafka, serdes, metrics, registry.producer()),
                supervisor,
                GRACE));
        sendGarbage(new byte[] {1, 2, 3});
        await().atMost(PATIENCE).until(() -> registry.refused.get() >= 3);
        registry.refuses = Void.class;
        send(task("v", 0));
        assertThat(ended(1)).hasSize(1);
        assertThat(letters(1)).hasSize(1);
    }

    /** What was not told before the process ended, its silence tells. */
    @Test
    void namesInItsFarewellATaskWhoseEndItCouldNotTell() throws Exception {
        Registry registry = new Registry();
        WorkerPool pool = pool(new WorkerPool(
                videos + "pool",
                1,
                WorkerAbilities.NONE,
                this::execute,
                new WorkerConnections(kafka, serdes, metrics, registry.producer()),
                supervisor,
                GRACE));
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        registry.refuses = TaskLeft.class;
        pool.close();
        List<WorkerHeartbeat> beats = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            listen(beats);
            return beats.stream().anyMatch(WorkerHeartbeat::getDraining);
        });
        listen(beats);
        assertThat(beats.get(beats.size() - 1).getDraining()).isTrue();
        assertThat(beats.get(beats.size() - 1).getRunning()).hasSize(1);
    }

    /** Refuses to write records of one kind, as a registry does that is away. */
    private final class Registry {

        private final Serializer<SpecificRecord> real =
                serdes.of(SpecificRecord.class).serializer();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile Class<?> refuses = Void.class;

        KafkaProducer<String, SpecificRecord> producer() {
            return new KafkaProducer<>(kafka.producer(), new StringSerializer(), (topic, value) -> {
                Object kind = value instanceof EncoderTaskResult result ? result.getOutcome() : value;
                if (refuses.isInstance(kind)) {
                    refused.incrementAndGet();
                    throw new RegistryUnavailableException("no answer", null);
                }
                return real.serialize(topic, value);
            });
        }
    }

    @Test
    void hearsOfEndingsThoughTheirTopicCameLate() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            admin.deleteTopics(List.of(VIDEO_FAILED.name())).all().get();
            try {
                pool(1);
                send(task("v", 0));
                await().atMost(PATIENCE).until(() -> running.size() == 1);
            } finally {
                assertThat(new TopicProvisioner(admin, 1).provision()).isEmpty();
            }
        }
        produce(VIDEO_FAILED, videos + "v", failed(videos + "v"));
        await().atMost(PATIENCE).until(running::isEmpty);
        assertThat(supervisor.fatalError()).isEmpty();
    }

    @Test
    void goesOnWithAFetcherThatThrewAndShowsThatAndItsKafkaClients(@TempDir Path faults) throws Exception {
        Files.createFile(faults.resolve("throw.fetcher"));
        Supervisor armed = Faults.armed(faults, () -> new Supervisor(metrics.registry()));
        pool(new WorkerPool(
                videos + "faulty",
                1,
                WorkerAbilities.NONE,
                this::execute,
                new WorkerConnections(kafka, serdes, metrics),
                armed,
                GRACE));

        send(task("v", 0));

        await().atMost(PATIENCE).until(() -> running.size() == 1);
        assertThat(metrics.scrape())
                .contains("dashline_thread_failures_total{thread=\"fetcher\"} 1.0")
                .contains("kafka_share_consumer_", "kafka_consumer_", "kafka_producer_");
        assertThat(armed.fatalError()).isEmpty();
    }

    private static Duration processorTimeWithin(Duration time) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        await().pollDelay(time).until(() -> true);
        return Duration.ofNanos(system.getProcessCpuTime() - before);
    }

    /** With FFmpeg, as its threads are listed, too. */
    @Test
    void thePageForOperatorsListsAllThreadsOfAnEncoder(@TempDir Path folder) {
        Map<String, String> environment = new HashMap<>(CLUSTER.kafkaEnvironment());
        environment.put("OUTPUT_URI", folder.resolve("videos").toUri() + "/");
        environment.put("STAGING_URI", folder.resolve("staging").toUri() + "/");
        environment.put("WORK_DIR", folder.resolve("work").toString());
        environment.put("STATE_DIR", folder.resolve("state").toString());
        environment.put("ENCODER_SLOTS", "1");
        environment.put("ADMIN_PORT", "-1");
        try (EncoderService service = EncoderService.of(EncoderConfig.from(environment))) {
            service.start();

            Set<String> threads = DocumentedThreads.in(service.scrape());

            assertThat(threads).contains("fetcher", "short-fetcher", "heartbeats", "task", "ffmpeg-watchdog");
            assertThat(DocumentedThreads.of("encoder")).containsAll(threads);
        }
    }

    private WorkerPool pool(int slots) {
        return pool("pool-" + pools.size(), slots, this::execute, GRACE);
    }

    private WorkerPool pool(String name, TaskExecutor executor) {
        return pool(name, 1, executor, GRACE);
    }

    private WorkerPool pool(String name, int slots, TaskExecutor executor, Duration grace) {
        return pool(new WorkerPool(
                videos + name,
                slots,
                WorkerAbilities.NONE,
                executor,
                new WorkerConnections(kafka, serdes, metrics),
                supervisor,
                grace));
    }

    private WorkerPool pool(WorkerPool pool) {
        pools.add(pool);
        pool.start();
        return pool;
    }

    private TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        runs.computeIfAbsent(task.getTaskId(), id -> new AtomicInteger()).incrementAndGet();
        running.add(task.getTaskId());
        try {
            gate.await();
        } finally {
            running.remove(task.getTaskId());
        }
        return new TaskOutcome.Transcoded(part(task));
    }

    /** Waits until a heartbeat of this test's workers is as wanted; {@code all} gets those that were heard. */
    private WorkerHeartbeat heard(List<WorkerHeartbeat> all, Predicate<WorkerHeartbeat> wanted) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            listen(all);
                            return all.stream().filter(wanted).findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private void listen(List<WorkerHeartbeat> all) {
        heartbeats.poll(Duration.ofMillis(100)).forEach(record -> {
            if (record.key().startsWith(videos)) {
                all.add(record.value());
            }
        });
    }

    /** Waits for the ends of tasks. */
    private List<EncoderTaskResult> ended(int count) {
        return told(
                "ends of tasks",
                result -> result.getOutcome() instanceof Transcoded || result.getOutcome() instanceof TaskFailed,
                count);
    }

    /** Waits until the worker has said this of its tasks so many times. */
    private List<EncoderTaskResult> told(Class<?> outcome, int count) {
        return told(outcome.getSimpleName(), result -> outcome.isInstance(result.getOutcome()), count);
    }

    private List<EncoderTaskResult> told(String what, Predicate<EncoderTaskResult> wanted, int count) {
        List<EncoderTaskResult> told = new ArrayList<>();
        await(what).atMost(PATIENCE).until(() -> {
            results.poll(Duration.ofMillis(200)).forEach(record -> {
                if (record.key().startsWith(videos) && wanted.test(record.value())) {
                    told.add(record.value());
                }
            });
            return told.size() >= count;
        });
        return told;
    }

    /** Waits for the dead letters about this test's records. */
    private List<VideoFailed> letters(int count) {
        ByteBuffer key = ByteBuffer.wrap((videos + "junk").getBytes(StandardCharsets.UTF_8));
        List<VideoFailed> letters = new ArrayList<>();
        try (KafkaConsumer<String, VideoFailed> deadLetters = consumer(VIDEO_FAILED)) {
            await().atMost(PATIENCE).until(() -> {
                deadLetters.poll(Duration.ofMillis(100)).forEach(record -> letters.add(record.value()));
                letters.removeIf(letter -> !letter.getUndecodable()
                        .flatMap(UndecodableRecord::getKey)
                        .equals(Optional.of(key)));
                return letters.size() >= count;
            });
        }
        return letters;
    }

    private EncoderTask task(String name, int chunk) {
        return Tasks.task(videos + name, chunk);
    }

    private void order(String worker, Object order) throws Exception {
        produce(ENCODER_ORDERS, worker, new WorkerOrder(worker, Instant.now(), order));
    }

    private static VideoFailed failed(String videoId) {
        return VideoFailed.newBuilder()
                .setEventId("e")
                .setVideoId(videoId)
                .setAttempt(1)
                .setFailure(Requests.failed(FailureCode.CANCELLED).getFailure())
                .setFailedAt(T0)
                .build();
    }

    private void send(EncoderTask task) throws Exception {
        produce(ENCODER_TASKS, task.getVideoId(), task);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // those that are missing are missed
    private void sendAll(int count) {
        for (int chunk = 0; chunk < count; chunk++) {
            EncoderTask task = task("v", chunk);
            producer.send(new ProducerRecord<>(ENCODER_TASKS.name(), task.getVideoId(), task));
        }
        producer.flush();
    }

    private void sendGarbage(byte[]... values) throws Exception {
        try (KafkaProducer<String, byte[]> raw =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] garbage : values) {
                raw.send(new ProducerRecord<>(ENCODER_TASKS.name(), videos + "junk", garbage))
                        .get();
            }
        }
    }

    private <V extends SpecificRecord> void produce(Topic<V> topic, String key, V value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    private <V extends SpecificRecord> KafkaConsumer<String, V> consumer(Topic<V> topic) {
        Map<String, Object> config = kafka.common();
        config.put("group.id", videos + topic.name());
        config.put("auto.offset.reset", "earliest");
        KafkaConsumer<String, V> consumer = new KafkaConsumer<>(
                config, new StringDeserializer(), serdes.of(topic).deserializer());
        consumer.subscribe(List.of(topic.name()));
        return consumer;
    }
}

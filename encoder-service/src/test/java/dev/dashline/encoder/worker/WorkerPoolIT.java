package dev.dashline.encoder.worker;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.plan;
import static dev.dashline.encoder.Requests.request;
import static dev.dashline.schemas.Topics.ENCODER_SHORT_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASK_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.encoder.Requests;
import dev.dashline.encoder.group.QueueWatch;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.FailureCode;
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
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lease loop on a real broker; the executor is a fake, because what matters here is who runs what, and how often.
 */
class WorkerPoolIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RENEW_EVERY = Duration.ofMillis(200);

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
    private KafkaConsumer<String, EncoderTaskResult> results;

    @BeforeEach
    void listen() {
        results = consumer(ENCODER_TASK_RESULTS);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        pools.forEach(WorkerPool::close);
        supervisor.close();
        metrics.close();
        results.close();
    }

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    @Test
    void runsEachTaskOnceWhileItRenewsLeasesAndOthersWait() throws Exception {
        pool(2);
        for (int chunk = 0; chunk < 6; chunk++) {
            send(task("v", chunk));
        }
        await().atMost(PATIENCE).until(() -> running.size() == 2);
        said(TaskAlive.class, 30); // with every renewal
        gate.countDown();
        assertThat(ended(6))
                .allSatisfy(result -> assertThat(result.getOutcome()).isInstanceOf(Transcoded.class));
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
                .setWork(new Package(List.of()))
                .build();
        produce(ENCODER_SHORT_TASKS, shortTask.getVideoId(), shortTask);
        await().atMost(PATIENCE).until(() -> running.contains("package"));
        assertThat(running).hasSize(2);
        gate.countDown();
        assertThat(ended(3)).hasSize(3);
    }

    @Test
    void aPoolThatClosesHandsItsTaskToAnotherAtOnce() throws Exception {
        WorkerPool first = pool(1);
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        pool(1);
        await().atMost(PATIENCE)
                .until(() -> pools.get(1).leasingSlots() == pools.get(1).allSlots());
        Instant closing = Instant.now();
        first.close();
        said(TaskLeft.class, 1);
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        assertThat(Duration.between(closing, Instant.now())).isLessThan(Duration.ofSeconds(5)); // a lease lasts for 30
        gate.countDown();
        assertThat(ended(1)).hasSize(1);
        assertThat(runs.get("video-00000")).hasValue(2);
    }

    /** Ctrl-C goes to FFmpeg, too, and FFmpeg is quicker. */
    @Test
    void handsATaskBackWhoseFfmpegWasAskedToEndWithTheProcess() throws Exception {
        CountDownLatch ctrlC = new CountDownLatch(1);
        WorkerPool first = pool("first", (task, context) -> {
            running.add(task.getTaskId());
            ctrlC.await();
            return new TaskOutcome.Failed(
                    Requests.failed(FailureCode.ENCODER_FAILED).getFailure(), OptionalInt.of(255));
        });
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        ctrlC.countDown();
        first.close();
        gate.countDown();
        pool(1);
        assertThat(ended(1)).extracting(EncoderTaskResult::getOutcome).allMatch(Transcoded.class::isInstance);
    }

    @Test
    void reportsATaskWhoseFfmpegAloneWasAskedToEnd() throws Exception {
        pool(
                "alone",
                (task, context) -> new TaskOutcome.Failed(
                        Requests.failed(FailureCode.ENCODER_FAILED).getFailure(), OptionalInt.of(255)));
        send(task("v", 0));
        TaskFailed outcome = (TaskFailed) ended(1).get(0).getOutcome();
        assertThat(outcome.getExitCode()).contains(255);
    }

    @Test
    void stopsATaskWhoseAttemptHasFailed() throws Exception {
        pool(1);
        send(task("v", 0));
        await().atMost(PATIENCE).until(() -> running.size() == 1);
        produce(VIDEO_FAILED, videos + "v", failed(videos + "w")); // nobody is sure that it is about w
        produce(VIDEO_FAILED, videos + "v", failed(videos + "v"));
        await().atMost(Duration.ofSeconds(2)).until(running::isEmpty);
        send(task("w", 1));
        await().atMost(PATIENCE).until(() -> running.contains("video-00001"));
        gate.countDown();
        assertThat(ended(1)).extracting(EncoderTaskResult::getVideoId).containsExactly(videos + "w");
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
        try (KafkaProducer<String, byte[]> raw =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] garbage : List.of(new byte[] {1, 2, 3}, large, tooLarge)) {
                raw.send(new ProducerRecord<>(ENCODER_TASKS.name(), videos + "junk", garbage))
                        .get();
            }
        }
        send(task("v", 0));
        assertThat(ended(1)).hasSize(1);
        try (KafkaConsumer<String, VideoFailed> deadLetters = consumer(VIDEO_FAILED)) {
            List<VideoFailed> failures = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                failures.addAll(letters(deadLetters));
                return failures.size() >= 3;
            });
            assertThat(failures)
                    .extracting(
                            failure -> failure.getUndecodable().orElseThrow().getValue())
                    .containsExactlyInAnyOrder(
                            Optional.of(ByteBuffer.wrap(new byte[] {1, 2, 3})),
                            Optional.of(ByteBuffer.wrap(large)),
                            Optional.of(ByteBuffer.wrap(new byte[64 << 10])));
            assertThat(failures)
                    .extracting(failure -> failure.getFailure().getMessage())
                    .anySatisfy(message -> assertThat(message).contains("Its value has 4000000 bytes"));
        }
    }

    /** Whatever the clocks of those that issued the tasks say. */
    @Test
    void tellsOfATaskThatTheBrokerDroppedBecauseItWasHandedOutTooOften() throws Exception {
        try (QueueWatch queues = new QueueWatch(kafka, metrics, supervisor, Duration.ofMillis(100));
                WorkerConnections connections = new WorkerConnections(kafka, serdes, metrics)) {
            queues.start();
            EncoderTask first = task("v", 0);
            EncoderTask task = task("v", 1);
            long start = produce(ENCODER_TASKS, Instant.now(), first.getVideoId(), first);
            long offset = produce(ENCODER_TASKS, Instant.now().minus(Duration.ofHours(1)), task.getVideoId(), task);
            await().atMost(PATIENCE).until(() -> queues.end(task.getTaskId()).orElse(0L) > offset);
            long end = queues.end(task.getTaskId()).orElseThrow();
            AtomicInteger deliveries = new AtomicInteger();
            try (ShareConsumer<byte[], byte[]> hasty = connections.leases()) {
                hasty.subscribe(List.of(ENCODER_TASKS.name()));
                await().atMost(PATIENCE).until(() -> deliveries.addAndGet(deliveries(hasty)) > 0);
                await().atMost(PATIENCE).until(() -> queues.havePassed(task.getTaskId(), start));
                assertThat(queues.havePassed(task.getTaskId(), end)).isFalse();

                await().atMost(PATIENCE).until(() -> {
                    deliveries.addAndGet(deliveries(hasty));
                    return queues.havePassed(task.getTaskId(), end);
                });
                assertThat(deliveries).hasValue(2 * TopicProvisioner.DELIVERY_LIMIT);
            }
        }
    }

    @Test
    void tellsWhetherTheBrokersAnswer() throws Exception {
        try (QueueWatch queues = new QueueWatch(kafka, metrics, supervisor, Duration.ofMillis(100))) {
            queues.start();
            await().atMost(PATIENCE).until(() -> queues.answeringSince().isPresent());
            Instant before = queues.answeringSince().orElseThrow();
            CLUSTER.broker().kill();
            try {
                await().atMost(PATIENCE).until(() -> queues.answeringSince().isEmpty());
            } finally {
                CLUSTER.broker().restart();
            }
            await().atMost(PATIENCE).until(() -> queues.answeringSince().isPresent());
            assertThat(queues.answeringSince().orElseThrow()).isAfter(before);
        }
    }

    @Test
    void runsATaskOfAMachineWhoseClockIsAhead() throws Exception {
        gate.countDown();
        pool(1);
        EncoderTask task = task("v", 0);
        produce(ENCODER_TASKS, Instant.now().plus(Duration.ofHours(2)), task.getVideoId(), task);
        assertThat(ended(1).get(0).getOutcome()).isInstanceOf(Transcoded.class);
    }

    @Test
    void runsATaskThatTheBrokerHandsOutForTheLastTime() throws Exception {
        try (WorkerConnections connections = new WorkerConnections(kafka, serdes, metrics);
                ShareConsumer<byte[], byte[]> hasty = connections.leases()) {
            hasty.subscribe(List.of(ENCODER_TASKS.name()));
            send(task("v", 0));
            AtomicInteger deliveries = new AtomicInteger();
            await().atMost(PATIENCE)
                    .until(() -> deliveries.addAndGet(deliveries(hasty)) == TopicProvisioner.DELIVERY_LIMIT - 1);
        }
        gate.countDown();
        pool(1);
        assertThat(ended(1).get(0).getOutcome()).isInstanceOf(Transcoded.class);
    }

    /** Takes what there is, gives what is of this test back, and counts it. */
    private int deliveries(ShareConsumer<byte[], byte[]> consumer) {
        int deliveries = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            boolean ours = new String(record.key(), StandardCharsets.UTF_8).startsWith(videos);
            consumer.acknowledge(record, ours ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
            deliveries += ours ? 1 : 0;
        }
        consumer.commitSync();
        return deliveries;
    }

    @Test
    void restsWhileTheBrokersAreAwayAndGoesOnWhenTheyAreBack() throws Exception {
        gate.countDown();
        pool(4);
        send(task("v", 0));
        assertThat(ended(1)).hasSize(1);
        CLUSTER.broker().kill();
        Duration used = Duration.ZERO;
        try {
            // While they notice, the consumers spin; a slot that rests takes next to nothing.
            await().atMost(PATIENCE)
                    .until(() -> processorTimeWithin(Duration.ofSeconds(2)).compareTo(Duration.ofMillis(600)) < 0);
            used = processorTimeWithin(Duration.ofSeconds(2));
        } finally {
            CLUSTER.broker().restart();
        }
        assertThat(used).isLessThan(Duration.ofSeconds(1));
        send(task("v", 1));
        // The broker may have been killed before it knew that the first task was done.
        await().atMost(PATIENCE)
                .until(() ->
                        ended(1).stream().anyMatch(result -> result.getTaskId().equals("video-00001")));
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
        try (WorkerConnections connections = new WorkerConnections(kafka, serdes, metrics)) {
            Supplier<ShareConsumer<byte[], byte[]>> consumers = () -> made.incrementAndGet() == 1
                    ? new KafkaShareConsumer<>(nameless, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    : connections.leases();
            WorkerTools tools = tools(connections, connections.events(), connections.tasks());
            withSlot(consumers, tools, () -> {
                send(task("v", 0));
                assertThat(ended(1)).hasSize(1);
            });
        }
    }

    /** Of the registry no more than its being away is played. */
    @Test
    void holdsItsLeaseUntilWhatItSaysIsHeard() throws Exception {
        gate.countDown();
        AtomicInteger decoded = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        Serializer<SpecificRecord> real = serdes.of(SpecificRecord.class).serializer();
        Serializer<SpecificRecord> awayAtFirst = (topic, value) -> {
            boolean counts = topic.equals(VIDEO_FAILED.name())
                    || (value instanceof EncoderTaskResult result && result.getOutcome() instanceof Transcoded);
            if (counts && refusals.incrementAndGet() % 3 != 0) {
                throw new RegistryUnavailableException("no answer", null);
            }
            return real.serialize(topic, value);
        };
        try (WorkerConnections connections = new WorkerConnections(kafka, serdes, metrics);
                KafkaProducer<String, SpecificRecord> producer =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), awayAtFirst);
                KafkaConsumer<String, VideoFailed> deadLetters = consumer(VIDEO_FAILED)) {
            Deserializer<EncoderTask> counting = (topic, bytes) -> {
                decoded.addAndGet(bytes.length == 3 ? 1 : 0);
                return connections.tasks().deserialize(topic, bytes);
            };
            WorkerTools tools = tools(connections, new WorkerEvents(producer, Clock.systemUTC()), counting);
            withSlot(connections::leases, tools, () -> {
                try (KafkaProducer<String, byte[]> raw =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
                    raw.send(new ProducerRecord<>(ENCODER_TASKS.name(), videos + "junk", new byte[] {1, 2, 3}))
                            .get();
                }
                send(task("v", 0));
                assertThat(ended(1)).hasSize(1);
                await().atMost(PATIENCE).until(() -> !letters(deadLetters).isEmpty());
            });
        }
        assertThat(decoded).hasValue(1);
        assertThat(runs.get("video-00000")).hasValue(1);
        assertThat(refusals).hasValue(6);
    }

    /** The dead letters about this test's records that come. */
    private List<VideoFailed> letters(KafkaConsumer<String, VideoFailed> deadLetters) {
        ByteBuffer key = ByteBuffer.wrap((videos + "junk").getBytes(StandardCharsets.UTF_8));
        List<VideoFailed> letters = new ArrayList<>();
        deadLetters.poll(Duration.ofMillis(100)).forEach(record -> letters.add(record.value()));
        letters.removeIf(letter ->
                !letter.getUndecodable().flatMap(UndecodableRecord::getKey).equals(Optional.of(key)));
        return letters;
    }

    private WorkerTools tools(WorkerConnections connections, WorkerEvents events, Deserializer<EncoderTask> tasks) {
        EndedAttempts deaf = new EndedAttempts(connections.endedAttempts(), Clock.systemUTC());
        return new WorkerTools(this::execute, events, deaf, tasks, connections.brokers(), supervisor.cached("task"));
    }

    private static void withSlot(
            Supplier<ShareConsumer<byte[], byte[]>> consumers, WorkerTools tools, ThrowingRunnable test)
            throws Exception {
        WorkerSlot slot = new WorkerSlot("slot", ENCODER_TASKS, consumers, tools, RENEW_EVERY);
        Thread thread = new Thread(slot, "slot");
        thread.start();
        try {
            test.run();
        } finally {
            slot.stop(Duration.ZERO);
            thread.join();
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
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
    void goesOnWithASlotThatThrewAndShowsThatAndItsKafkaClients(@TempDir Path faults) throws Exception {
        Files.createFile(faults.resolve("throw.slot-0"));
        Supervisor armed = Faults.armed(faults, () -> new Supervisor(metrics.registry()));
        WorkerPool pool = new WorkerPool(
                "faulty", 1, this::execute, new WorkerConnections(kafka, serdes, metrics), armed, RENEW_EVERY);
        pools.add(pool);
        pool.start();

        send(task("v", 0));

        await().atMost(PATIENCE).until(() -> running.size() == 1);
        assertThat(metrics.scrape())
                .contains("dashline_thread_failures_total{thread=\"slot\"} 1.0")
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

            assertThat(threads).contains("slot", "short-slot", "queue-watch", "ffmpeg-watchdog");
            assertThat(DocumentedThreads.of("encoder")).containsAll(threads);
        }
    }

    private WorkerPool pool(int slots) {
        return pool("pool-" + pools.size(), slots, this::execute);
    }

    private WorkerPool pool(String name, TaskExecutor executor) {
        return pool(name, 1, executor);
    }

    private WorkerPool pool(String name, int slots, TaskExecutor executor) {
        WorkerPool pool = new WorkerPool(
                name, slots, executor, new WorkerConnections(kafka, serdes, metrics), supervisor, RENEW_EVERY);
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

    /** Waits until the slots have said this of their tasks so many times. */
    private void said(Class<?> outcome, int count) {
        AtomicInteger said = new AtomicInteger();
        await().atMost(PATIENCE).until(() -> {
            results.poll(Duration.ofMillis(100)).forEach(record -> {
                if (outcome.isInstance(record.value().getOutcome())
                        && record.key().startsWith(videos)) {
                    said.incrementAndGet();
                }
            });
            return said.get() >= count;
        });
    }

    /** Waits for the ends of tasks. */
    private List<EncoderTaskResult> ended(int count) {
        List<EncoderTaskResult> ended = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            results.poll(Duration.ofMillis(200)).forEach(record -> {
                Object outcome = record.value().getOutcome();
                boolean end = outcome instanceof Transcoded || outcome instanceof TaskFailed;
                if (end && record.key().startsWith(videos)) {
                    ended.add(record.value());
                }
            });
            return ended.size() >= count;
        });
        return ended;
    }

    private EncoderTask task(String name, int chunk) {
        String videoId = videos + name;
        return EncoderTask.newBuilder()
                .setVideoId(videoId)
                .setAttempt(1)
                .setTaskId("video-0000" + chunk)
                .setEpoch(1)
                .setIssuedAt(T0)
                .setRequest(request(videoId, 1))
                .setPlan(plan(6, 0))
                .setWork(new TranscodeVideo(chunk))
                .build();
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

    private <V extends SpecificRecord> void produce(Topic<V> topic, String key, V value) throws Exception {
        var unused = produce(topic, Instant.now(), key, value);
    }

    /** Returns the record's offset. */
    private <V extends SpecificRecord> long produce(Topic<V> topic, Instant at, String key, V value) throws Exception {
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(
                kafka.common(), new StringSerializer(), serdes.of(topic).serializer())) {
            return producer.send(new ProducerRecord<>(topic.name(), null, at.toEpochMilli(), key, value))
                    .get()
                    .offset();
        }
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

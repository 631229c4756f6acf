package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a video has to go through at least: the same exactly-once hops and leases as in the services, with nothing
 * decided, stored or done in between. Two loops that read, write and commit stand for the two applications, threads
 * with a share consumer for the workers, and one that only tells for the publishers. Records hold the times at which
 * they were somewhere, and are as large as a usual event.
 */
final class BareChain implements AutoCloseable {

    private static final int PARTITIONS = 6;
    private static final int TASKS = 3;
    private static final int RECORD_BYTES = 400;
    private static final Duration POLL = Duration.ofMillis(100);
    /** As short as in the services, and for the same reason: a fetch may bring nothing but a transaction's marker. */
    private static final Duration LEASE_POLL = Duration.ofMillis(5);

    private static final List<String> KEYED =
            List.of("requested", "results", "encoded", "publisher-results", "published");
    private static final List<String> SINGLE = List.of("queue", "tasks", "short-tasks");
    /** The slots of the bench: eight for tasks that encode, half as many for short ones. */
    private static final Map<String, Integer> SLOTS = Map.of("tasks", 8, "short-tasks", 4);

    private final String prefix = "bare-" + UUID.randomUUID() + "-";
    private final KafkaSettings kafka;
    private final Producer<String, byte[]> plain;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Video> ends = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** A video at some point. */
    private record Video(String id, List<Instant> times) {

        static Video of(ConsumerRecord<String, byte[]> record) {
            ByteBuffer bytes = ByteBuffer.wrap(record.value());
            return new Video(
                    record.key(),
                    Stream.generate(() -> Instant.ofEpochSecond(bytes.getLong(), bytes.getInt()))
                            .limit(bytes.getInt())
                            .toList());
        }

        ProducerRecord<String, byte[]> to(String topic) {
            ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES).putInt(times.size());
            times.forEach(time -> bytes.putLong(time.getEpochSecond()).putInt(time.getNano()));
            return new ProducerRecord<>(topic, id, bytes.array());
        }

        /** The same with one time more. */
        Video now() {
            return new Video(
                    id, Stream.concat(times.stream(), Stream.of(Instant.now())).toList());
        }

        /** One time comes before all tasks, and each has three. */
        int tasksEnded() {
            return (times.size() - 1) / 3;
        }

        boolean isInTask() {
            return (times.size() - 1) % 3 != 0;
        }

        Passage passage() {
            List<Passage.Turn> tasks = IntStream.range(0, TASKS)
                    .map(task -> 1 + 3 * task)
                    .mapToObj(at -> new Passage.Turn(times.get(at), times.get(at + 1), times.get(at + 2)))
                    .toList();
            return new Passage(times.get(0), tasks, times.get(1 + 3 * TASKS));
        }
    }

    /** Returns when the first video has passed. */
    BareChain(KafkaSettings kafka) throws InterruptedException, ExecutionException {
        this.kafka = kafka;
        makeTopics();
        this.plain = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        start(() -> exactlyOnce("encoder", List.of("requested", "results", "queue"), this::decide));
        start(() -> exactlyOnce("publisher", List.of("encoded", "publisher-results"), this::publish));
        SLOTS.forEach((topic, slots) -> start(() -> lease(topic, slots)));
        request();
        awaitEnds(1);
    }

    /** Requests a video as the API does: returns when the brokers have it. */
    String request() throws InterruptedException, ExecutionException {
        Video video = new Video(UUID.randomUUID().toString(), List.of(Instant.now()));
        plain.send(video.to(prefix + "requested")).get();
        return video.id();
    }

    /** Waits until so many more videos are published, and returns their times in this order. */
    List<Passage> awaitEnds(int count) throws InterruptedException {
        List<Passage> passages = new ArrayList<>();
        while (passages.size() < count) {
            Video video = ends.poll(1, TimeUnit.SECONDS);
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("the bare chain is broken", cause);
            }
            if (video != null) {
                passages.add(video.passage());
            }
        }
        return passages;
    }

    private void makeTopics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka.common())) {
            List<NewTopic> topics = Stream.concat(
                            KEYED.stream().map(name -> new NewTopic(prefix + name, PARTITIONS, (short) -1)),
                            SINGLE.stream().map(name -> new NewTopic(prefix + name, 1, (short) -1)))
                    .toList();
            admin.createTopics(topics).all().get();
            Map<ConfigResource, Collection<AlterConfigOp>> groups = new HashMap<>();
            SLOTS.keySet()
                    .forEach(name -> groups.put(
                            new ConfigResource(ConfigResource.Type.GROUP, prefix + name),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"),
                                    AlterConfigOp.OpType.SET))));
            admin.incrementalAlterConfigs(groups).all().get();
        }
    }

    /** What coordinator and scheduler do with a record. */
    private List<ProducerRecord<String, byte[]>> decide(String topic, Video video) {
        if (topic.equals("queue")) {
            return List.of(video.now().to(prefix + (video.tasksEnded() == 1 ? "tasks" : "short-tasks")));
        } else if (video.isInTask()) {
            return List.of();
        } else if (video.tasksEnded() == TASKS) {
            return List.of(video.to(prefix + "encoded"));
        }
        return List.of(video.to(prefix + "queue"));
    }

    /** What arbiter and publishers do with a record. */
    private List<ProducerRecord<String, byte[]>> publish(String topic, Video video) {
        if (topic.equals("encoded")) {
            start(() -> plain.send(video.now().to(prefix + "publisher-results")).get());
            return List.of();
        }
        ends.add(video);
        return List.of(video.to(prefix + "published"));
    }

    private void exactlyOnce(
            String name,
            List<String> topics,
            BiFunction<String, Video, List<ProducerRecord<String, byte[]>>> application) {
        Map<String, Object> reading = kafka.common();
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, prefix + name);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<String, Object> writing = kafka.producer();
        writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + name);
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            consumer.subscribe(topics.stream().map(prefix::concat).toList());
            while (!closed) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (records.isEmpty()) {
                    continue;
                }
                producer.beginTransaction();
                records.forEach(record -> application
                        .apply(record.topic().substring(prefix.length()), Video.of(record))
                        .forEach(made -> {
                            var unused = producer.send(made); // the commit fails if it does
                        }));
                producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
                producer.commitTransaction();
            }
        }
    }

    /** As the services do it: one record at a time, out of the queue before it begins. */
    private void lease(String topic, int slots) throws InterruptedException {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, prefix + topic);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        Semaphore free = new Semaphore(slots);
        try (ShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(prefix + topic));
            while (!closed) {
                free.acquire();
                ConsumerRecords<String, byte[]> records = consumer.poll(LEASE_POLL);
                for (ConsumerRecord<String, byte[]> record : records) {
                    consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                    consumer.commitSync();
                    start(() -> {
                        work(Video.of(record));
                        free.release();
                    });
                }
                if (records.isEmpty()) {
                    free.release();
                }
            }
        }
    }

    private void work(Video video) throws InterruptedException, ExecutionException {
        Video begun = video.now();
        plain.send(begun.to(prefix + "results")).get();
        plain.send(begun.now().to(prefix + "results")).get();
    }

    /** Runs something that may wait and fail. */
    private interface Action {
        void run() throws InterruptedException, ExecutionException;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, whoever waits is told
    private void start(Action action) {
        threads.execute(() -> {
            try {
                action.run();
            } catch (Exception e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.shutdown();
        boolean unused = threads.awaitTermination(10, TimeUnit.SECONDS);
        plain.close();
    }
}

package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measures how late a reader of committed records sees {@code DEADLINE_EXCEEDED} when many deadlines are open: from a
 * publisher-service that has run all the time, and from one that was restarted without its local state shortly before
 * the first deadline.
 */
final class DeadlineBenchmark {

    private static final Duration LEAD = Duration.ofSeconds(45);
    private static final Duration BEFORE_THE_FIRST = Duration.ofSeconds(12);
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Platform platform;
    private final ServiceProcess publisher;
    private final int timers;
    private final Duration spread;

    private DeadlineBenchmark(Platform platform, ServiceProcess publisher, int timers, Duration spread) {
        this.platform = platform;
        this.publisher = publisher;
        this.timers = timers;
        this.spread = spread;
    }

    /** Arguments: a folder to work in, the number of deadlines, and the seconds over which they fall due. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toRealPath();
        int timers = Integer.parseInt(arguments[1]);
        Duration spread = Duration.ofSeconds(Long.parseLong(arguments[2]));
        System.out.println("| Deadlines | Due each second | publisher-service | Late p50, ms | p99 | max"
                + " |\n|---|---|---|---|---|---|");
        try (Platform platform = Platform.start(folder)) {
            Launch launch = Launch.built(folder);
            ServiceProcess publisher = new ServiceProcess(Kind.PUBLISHER, 1, launch, platform.environment());
            publisher.start();
            try {
                DeadlineBenchmark benchmark = new DeadlineBenchmark(platform, publisher, timers, spread);
                benchmark.measure("running", false);
                benchmark.measure("restarted", true);
            } finally {
                publisher.kill();
            }
        }
    }

    private void measure(String name, boolean restart) throws Exception {
        Shell.await(WITHIN, publisher::isReady);
        Instant first = Instant.now().plus(LEAD).truncatedTo(ChronoUnit.MILLIS);
        request(name, first);
        if (!Shell.await(LEAD.minus(BEFORE_THE_FIRST), this::allAreRead)) {
            throw new IllegalStateException("the requests were not read before the first deadline");
        }
        if (restart) {
            Shell.await(LEAD, () -> Instant.now().isAfter(first.minus(BEFORE_THE_FIRST)));
            publisher.stop();
            Shell.files(publisher.folder("state")).forEach(file -> file.toFile().delete());
            publisher.start();
        }
        long[] late = lateness(name, first);
        System.out.printf(
                "| %,d | %,d | %s | %d | %d | %d |%n",
                timers,
                timers / spread.toSeconds(),
                name,
                late[late.length / 2],
                late[late.length * 99 / 100],
                late[late.length - 1]);
    }

    private void request(String name, Instant first) {
        KafkaSettings kafka = platform.kafka();
        try (KafkaProducer<String, VideoRequested> producer = new KafkaProducer<>(
                kafka.common(),
                new StringSerializer(),
                kafka.serdes().of(Topics.VIDEO_REQUESTED).serializer())) {
            for (int i = 0; i < timers; i++) {
                String videoId = name + "-" + i;
                VideoRequested request = VideoRequested.newBuilder()
                        .setVideoId(videoId)
                        .setAttempt(1)
                        .setSource("file:///none.mp4")
                        .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .setDeadline(first.plusMillis(spread.toMillis() * i / timers))
                        .build();
                var unused = producer.send(new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), videoId, request));
            }
        }
    }

    /** Whether the arbiter has committed the offsets of all requests. */
    private boolean allAreRead() {
        try (Admin admin = Admin.create(platform.kafka().common())) {
            var committed = admin.listConsumerGroupOffsets(Topics.PUBLISHER)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            partitions(Topics.VIDEO_REQUESTED.name(), Topics.VIDEO_REQUESTED.partitions())
                    .forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().entrySet().stream()
                    .allMatch(end -> end.getValue().offset() == 0
                            || Optional.ofNullable(committed.get(end.getKey()))
                                    .filter(offset ->
                                            offset.offset() >= end.getValue().offset())
                                    .isPresent());
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long[] lateness(String name, Instant first) {
        KafkaSettings kafka = platform.kafka();
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        Map<String, Long> late = new HashMap<>();
        try (KafkaConsumer<String, VideoFailed> consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                kafka.serdes().of(Topics.VIDEO_FAILED).deserializer())) {
            List<TopicPartition> partitions = partitions(Topics.VIDEO_FAILED.name(), Topics.VIDEO_FAILED.partitions())
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            Instant giveUp = first.plus(spread).plus(WITHIN);
            while (late.size() < timers) {
                if (Instant.now().isAfter(giveUp)) {
                    throw new IllegalStateException(timers - late.size() + " deadlines passed without an event");
                }
                for (ConsumerRecord<String, VideoFailed> record : consumer.poll(Duration.ofMillis(10))) {
                    if (record.key().startsWith(name) && late.put(record.key(), late(record.value())) != null) {
                        throw new IllegalStateException(record.key() + " ended twice");
                    }
                }
            }
        }
        return late.values().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static long late(VideoFailed event) {
        Instant deadline =
                event.getRequest().flatMap(VideoRequested::getDeadline).orElseThrow();
        return Duration.between(deadline, Instant.now()).toMillis();
    }

    private static Stream<TopicPartition> partitions(String topic, int count) {
        return Stream.iterate(0, each -> each + 1).limit(count).map(number -> new TopicPartition(topic, number));
    }
}

package dev.dashline.runtime.kafka;

import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.deadletter.HeldRecords;
import dev.dashline.runtime.kafka.StorePlaces.Place;
import dev.dashline.runtime.kafka.StreamsRunner.Application;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.LaterVersionException;
import dev.dashline.testsupport.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topology that copies one topic to another, on a real broker. */
@Timeout(120)
class StreamsRunnerIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String STORE = "copy";

    /** RocksDB holds 2 MiB in memory before it writes. */
    private static final int MANY_ENOUGH_TO_BE_WRITTEN = 10_000;

    private static final Cluster cluster = Cluster.start();

    private final String name = "copy-" + UUID.randomUUID();
    private final String in = name + "-in";
    private final String out = name + "-out";
    private final Metrics metrics = new Metrics();
    private final Supervisor supervisor = new Supervisor(metrics.registry());
    private final KafkaSettings kafka = KafkaSettings.from(cluster.kafkaEnvironment());
    private final EventSerdes serdes = kafka.serdes();

    private final AtomicInteger deathsToCome = new AtomicInteger();
    private final AtomicBoolean clientsCanBeMade = new AtomicBoolean(true);
    private final AtomicBoolean isLater = new AtomicBoolean();

    private volatile @Nullable KeyValueStore<String, String> store;

    @TempDir
    Path state;

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            admin.createTopics(List.of(new NewTopic(in, 1, (short) 1), new NewTopic(out, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void closeMetrics() {
        supervisor.close();
        metrics.close();
    }

    @Test
    void copiesAndLeavesItsGroup() throws Exception {
        send("a", "b");
        try (StreamsRunner runner = runner()) {
            assertThat(runner.notReadyBecause()).hasValue("streams: CREATED");
            runner.start();
            await().atMost(SOON).until(() -> runner.notReadyBecause().isEmpty());

            assertThat(values(out, new StringDeserializer(), 2)).containsExactly("a", "b");
            assertThat(metrics.scrape()).contains("kafka_stream_");
        }
        assertThat(members()).isEmpty();
    }

    /** As a process leaves it that is killed: the brokers would end it after 10 to 20 s. */
    @Test
    void endsTheTransactionOfADeadProcess() throws Exception {
        try (Producer<String, String> dead = transactional(name + "-" + UUID.randomUUID() + "-1")) {
            dead.send(new ProducerRecord<>(out, "key", "never committed")).get();
            send("a");
            try (StreamsRunner runner = runner()) {
                runner.start();

                assertThat(values(out, new StringDeserializer(), 1)).containsExactly("a");
            }
            assertThatThrownBy(dead::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
    }

    @Test
    void leavesTransactionsOfLivingMembersAndOfOthersAlone() throws Exception {
        String process = name + "-" + UUID.randomUUID();
        try (Consumer<String, String> member = member(process + "-StreamThread-3-consumer");
                Producer<String, String> living = transactional(process + "-3");
                Producer<String, String> other = transactional("other-" + process + "-3")) {
            living.send(new ProducerRecord<>(out, "key", "living")).get();
            other.send(new ProducerRecord<>(out, "key", "other")).get();
            AbandonedTransactions abandoned =
                    new AbandonedTransactions(name, () -> Admin.create(kafka.common()), () -> false);
            abandoned.groupMayHaveChanged();
            abandoned.step();

            other.commitTransaction();
            living.commitTransaction();

            assertThat(values(out, new StringDeserializer(), 2)).containsExactly("living", "other");
            assertThat(member.assignment()).isNotEmpty();
        }
    }

    private Consumer<String, String> member(String clientId) {
        Map<String, Object> config = kafka.common();
        config.put("group.id", name);
        config.put("client.id", clientId);
        Consumer<String, String> member =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        member.subscribe(List.of(in));
        await().atMost(SOON).until(() -> {
            member.poll(Duration.ofMillis(100));
            return !member.assignment().isEmpty();
        });
        return member;
    }

    /** A producer with an open transaction. */
    private Producer<String, String> transactional(String id) {
        Map<String, Object> config = kafka.common();
        config.put("transactional.id", id);
        Producer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    @Test
    void setsPoisonAsideAndMovesOn() throws Exception {
        try (StreamsRunner runner = runner()) {
            runner.start();
            send("a", "poison", "b");

            assertThat(values(out, new StringDeserializer(), 2)).containsExactly("a", "b");
            assertThat(letters())
                    .map(VideoFailed::getFailure)
                    .singleElement()
                    .satisfies(
                            failure -> assertThat(failure.getMessage()).contains(in, "cannot be processed: ", "a bug"));
            assertThat(runner.fatalError()).isEmpty();
        }
    }

    /** The first dead letter from our topic, with all that are there by then. */
    private List<VideoFailed> letters() {
        List<VideoFailed> ours = new ArrayList<>();
        read(VIDEO_FAILED.name(), serdes.of(VIDEO_FAILED).deserializer(), letter -> {
            if (letter.getUndecodable()
                    .filter(record -> record.getTopic().equals(in))
                    .isPresent()) {
                ours.add(letter);
            }
            return !ours.isEmpty();
        });
        return ours;
    }

    /** Of the second partition nothing waits, and the later version misses nothing of the first. */
    @Test
    void aPartitionWaitsBeforeARecordThatOnlyALaterVersionReads() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            admin.createPartitions(Map.of(in, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        try (StreamsRunner old = runner()) {
            old.start();
            sendTo(0, "a", "later", "b");
            sendTo(1, "c", "d");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(old.notReadyBecause())
                            .hasValue("streams: " + in + "-0 waits at 1 for an upgrade: said by a later version"));
            sendTo(1, "e");

            assertThat(values(out, new StringDeserializer(), 4)).containsExactlyInAnyOrder("a", "c", "d", "e");
            assertThat(metrics.scrape()).contains("dashline_partitions_held 1.0");
            assertThat(old.fatalError()).isEmpty();
        }
        isLater.set(true);
        try (StreamsRunner upgraded = runner()) {
            upgraded.start();

            List<String> all = values(out, new StringDeserializer(), 6);
            assertThat(all.subList(4, 6)).containsExactly("later", "b");
            assertThat(upgraded.notReadyBecause()).isEmpty();
        }
        assertThat(metrics.scrape()).doesNotContain("dashline_dead_letters_total{topic=\"" + in + "\"} 1.0");
    }

    private void sendTo(int partition, String... values) throws Exception {
        try (var producer = new KafkaProducer<>(kafka.common(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(in, partition, "key", value)).get();
            }
        }
    }

    private StreamsRunner runner() {
        return StreamsRunner.of(application(), this::topology, kafka, serdes, metrics, supervisor);
    }

    private Application application() {
        return new Application(name, state, Set.of(in));
    }

    private void topology(StreamsBuilder builder) {
        builder.stream(
                        in,
                        Consumed.with(Serdes.String(), Serdes.serdeFrom(new StringSerializer(), this::decode))
                                .withName("in"))
                .mapValues(this::copy, Named.as("copy"))
                .to(out, Produced.with(Serdes.String(), Serdes.String()).withName("out"));
    }

    private String decode(String topic, byte[] bytes) {
        String text = new String(bytes, UTF_8);
        if (text.equals("later") && !isLater.get()) {
            throw new LaterVersionException("said by a later version");
        }
        if (text.startsWith("garbage")) {
            throw new SerializationException("this is garbage");
        }
        return text;
    }

    private String copy(String value) {
        if (value.equals("fatal") && deathsToCome.getAndDecrement() > 0) {
            throw new ProcessorStateException("disk full");
        }
        if (value.equals("poison")) {
            throw new IllegalStateException("a bug");
        }
        return value;
    }

    @Test
    void reportsGarbageInTheTransactionThatMovesOn() throws Exception {
        try (StreamsRunner runner = runner()) {
            runner.start();
            send("a", "garbage", "b");

            assertThat(values(out, new StringDeserializer(), 2)).containsExactly("a", "b");
            assertThat(letters())
                    .singleElement()
                    .satisfies(
                            letter -> assertThat(letter.getFailure().getCode()).isEqualTo("UNDECODABLE_RECORD"));
        }
    }

    @Test
    void reportsGarbageAsLargeAsItsTopicAllows() throws Exception {
        try (StreamsRunner runner = runner()) {
            runner.start();
            String garbage = "garbage".repeat(149_700);
            send(garbage, "b");

            assertThat(values(out, new StringDeserializer(), 1)).containsExactly("b");
            assertThat(letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.getUndecodable().flatMap(UndecodableRecord::getValue))
                            .hasValue(ByteBuffer.wrap(garbage.getBytes(UTF_8))));
        }
    }

    /** A broker that keeps records compressed takes one of any size. */
    @Test
    void reportsTheBeginningOfGarbageThatNoLetterHoldsAndMovesOn() throws Exception {
        try (StreamsRunner runner = runner()) {
            runner.start();
            String garbage = "garbage".repeat(1_000_000);
            Map<String, Object> config = kafka.common();
            config.put("compression.type", "zstd");
            config.put("max.request.size", 16 << 20);
            try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(in, "key", garbage)).get();
            }
            send("b");

            assertThat(values(out, new StringDeserializer(), 1)).containsExactly("b");
            assertThat(letters()).singleElement().satisfies(letter -> {
                assertThat(letter.getFailure().getMessage())
                        .contains("Its value has 7000000 bytes", "only the first 65536");
                assertThat(letter.getUndecodable().flatMap(UndecodableRecord::getValue))
                        .hasValue(ByteBuffer.wrap(garbage.substring(0, 65_536).getBytes(UTF_8)));
            });
        }
    }

    @Test
    void outlivesTheDeathOfItsThread() throws Exception {
        deathsToCome.set(1);
        try (StreamsRunner runner = runner()) {
            runner.start();
            send("a", "fatal", "b");

            assertThat(values(out, new StringDeserializer(), 3)).containsExactly("a", "fatal", "b");
            assertThat(runner.fatalError()).isEmpty();
        }
    }

    @Test
    void givesUpOnAThreadThatKeepsDying() throws Exception {
        deathsToCome.set(100);
        try (StreamsRunner runner = runner(0, () -> true)) {
            runner.start();
            send("fatal");

            awaitGivingUp(runner);
        }
    }

    /** As it is while names cannot be resolved. Those of this machine always can: the clients' maker plays that. */
    @Test
    void waitsWithTheNextThreadUntilItsClientsCanBeMade() throws Exception {
        deathsToCome.set(1);
        try (StreamsRunner runner = runner(20, clientsCanBeMade::get)) {
            runner.start();
            send("a");
            assertThat(values(out, new StringDeserializer(), 1)).containsExactly("a");
            clientsCanBeMade.set(false);
            send("fatal", "b");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(runner.notReadyBecause()).get(STRING).contains("to be restarted"));
            clientsCanBeMade.set(true);

            assertThat(values(out, new StringDeserializer(), 3)).containsExactly("a", "fatal", "b");
            assertThat(runner.fatalError()).isEmpty();
        }
    }

    @Test
    void givesUpWhenAThreadCannotBeReplaced() throws Exception {
        deathsToCome.set(1);
        try (StreamsRunner runner = runner(20, () -> true)) {
            runner.start();
            await().atMost(SOON).until(() -> runner.notReadyBecause().isEmpty());
            clientsCanBeMade.set(false);
            send("fatal");

            awaitGivingUp(runner);
        }
    }

    @Test
    void knowsWhetherClientsCanBeMade() {
        assertThat(StreamsClients.canBeMade(kafka.common())).isTrue();
        assertThat(StreamsClients.canBeMade(Map.of("bootstrap.servers", "nobody.invalid:9092")))
                .isFalse();
    }

    private static void awaitGivingUp(StreamsRunner runner) {
        await().atMost(SOON).until(() -> runner.fatalError().isPresent());
        assertThat(runner.fatalError().get()).hasRootCauseMessage("disk full");
        assertThat(runner.notReadyBecause()).get(STRING).contains("given up", "disk full");
    }

    private StreamsRunner runner(int tries, BooleanSupplier canBeMade) {
        Properties config = StreamsRunner.settings(application(), kafka, serdes);
        KafkaClientSupplier clients = new DefaultKafkaClientSupplier() {
            @Override
            public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
                if (!clientsCanBeMade.get()) {
                    throw new KafkaException("no name can be resolved");
                }
                return super.getConsumer(settings);
            }
        };
        return new StreamsRunner(
                new KafkaStreams(StreamsRunner.build(this::topology, config), config, clients),
                new HeldRecords(),
                new RestartPolicy(tries, Duration.ofMinutes(5), Clock.systemUTC()),
                canBeMade,
                () -> {});
    }

    /**
     * What kill -9 leaves is what lies in the folder while the application runs. If Streams made the store anew, it
     * would delete the mark, too.
     */
    @Test
    void keepsAQueriedStoreThatWasNotClosed() throws Exception {
        Path left = state.resolve("left");
        Path mark = left.resolve(name)
                .resolve("0_0")
                .resolve("rocksdb")
                .resolve(STORE)
                .resolve("mark");
        sendMany(MANY_ENOUGH_TO_BE_WRITTEN);
        try (StreamsRunner runner = queried(state, "127.0.0.1:1")) {
            runner.start();
            await().atMost(SOON).until(() -> count() == MANY_ENOUGH_TO_BE_WRITTEN);
            await().atMost(SOON).until(() -> isWritten(state.resolve(name)));
            await().atMost(SOON).until(() -> isCopied(state.resolve(name), left.resolve(name)));
            assertThat(runner.places().of(STORE, "key-1")).contains(new Place("127.0.0.1:1", Set.of(0)));
            assertThat(runner.places().all(STORE)).containsExactly(new Place("127.0.0.1:1", Set.of(0)));
        }
        Files.createFile(mark);

        try (StreamsRunner runner = queried(left, "[::1]:2")) {
            assertThat(runner.places().of(STORE, "key-1")).isEmpty();
            assertThat(runner.places().all(STORE)).isEmpty();
            runner.start();
            await().atMost(SOON).until(() -> runner.notReadyBecause().isEmpty());
            assertThat(count()).isEqualTo(MANY_ENOUGH_TO_BE_WRITTEN);
            assertThat(runner.places().of(STORE, "key-1")).contains(new Place("[::1]:2", Set.of(0)));
        }
        assertThat(mark).exists();
    }

    private StreamsRunner queried(Path folder, String address) {
        return StreamsRunner.of(
                new Application(name, folder, Set.of(), Duration.ofSeconds(6), Optional.of(address)),
                builder -> builder
                        .addStateStore(Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.String()))
                        .stream(
                                in,
                                Consumed.with(Serdes.String(), Serdes.String()).withName(in))
                        .process(Keeper::new, Named.as("keep"), STORE),
                kafka,
                serdes,
                metrics,
                supervisor);
    }

    private final class Keeper implements Processor<String, String, Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, String> record) {
            Objects.requireNonNull(store).put(record.key(), record.value());
        }

        @Override
        public void close() {
            store = null;
        }
    }

    private void sendMany(int keys) {
        try (var producer = new KafkaProducer<>(kafka.common(), new StringSerializer(), new StringSerializer())) {
            for (int key = 0; key < keys; key++) {
                var unused = producer.send(new ProducerRecord<>(in, "key-" + key, "value".repeat(200)));
            }
        }
    }

    /** Whether RocksDB has written what it holds in memory at first. */
    private static boolean isWritten(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".sst"));
        }
    }

    /** Copies a folder that is in use. False if a file was deleted meanwhile: then the copy is none of one moment. */
    private static boolean isCopied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        } catch (NoSuchFileException | UncheckedIOException e) {
            return false;
        }
    }

    /** What the store has; nothing while the application has not opened it. */
    private long count() {
        KeyValueStore<String, String> opened = store;
        if (opened == null) {
            return 0;
        }
        long count = 0;
        try (KeyValueIterator<String, String> all = opened.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    private Collection<MemberDescription> members() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            var groups = admin.describeConsumerGroups(List.of(name)).all().get();
            return Objects.requireNonNull(groups.get(name)).members();
        }
    }

    private void send(String... values) throws Exception {
        try (var producer = new KafkaProducer<>(kafka.common(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(in, "key", value)).get();
            }
        }
    }

    /** The first committed values of a topic, as they come. */
    private <V> List<V> values(String topic, Deserializer<V> deserializer, int count) {
        List<V> values = new ArrayList<>();
        read(topic, deserializer, value -> {
            values.add(value);
            return values.size() >= count;
        });
        return values;
    }

    private <V> void read(String topic, Deserializer<V> deserializer, Predicate<V> enough) {
        Map<String, Object> config = kafka.common();
        config.putAll(Map.of(
                "group.id", UUID.randomUUID().toString(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), deserializer)) {
            consumer.subscribe(List.of(topic));
            await().atMost(SOON).until(() -> {
                boolean done = false;
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    done |= enough.test(record.value());
                }
                return done;
            });
        }
    }
}

package dev.dashline.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.ApiKey;
import dev.dashline.ingest.access.ApiKeys;
import dev.dashline.ingest.access.ApiToken;
import dev.dashline.ingest.access.Identity;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.LaterVersionException;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TableReaderTest {

    private static final TopicPartition TOPIC = new TopicPartition(Topics.API_KEYS.name(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Serde<ApiKey> serde = EventSerdes.inMemory().of(ApiKey.class);
    private final ApiKeys keys = new ApiKeys(System::nanoTime);
    private final MockConsumer<String, byte[]> topic = new MockConsumer<>("earliest");
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final ApiToken token = ApiToken.random(new SecureRandom());
    private final AtomicInteger written = new AtomicInteger();

    @AfterEach
    void stop() {
        supervisor.close();
    }

    @Test
    void knowsTheKeysOnceItHasReadAllThatThereWas() {
        TableReader<ApiKey> reader = reader(serde.deserializer());
        assertThat(reader.notReadyBecause()).contains("the topic api-keys is not read yet");
        assertThat(keys.identify(token.text())).isInstanceOf(Identity.NotNow.class);

        start(reader);
        write(token.keyId(), bytes(key()));

        await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Known);
        assertThat(reader.notReadyBecause()).isEmpty();
    }

    @Test
    void aKeyOpensNothingOnceItsNewestRecordIsARevocationOrNoneOrUnreadableOrAnothers() {
        start(reader(serde.deserializer()));
        List<byte[]> ends = List.of(
                bytes(ApiKey.newBuilder(key()).setRevokedAt(Instant.EPOCH).build()),
                new byte[0],
                "not avro".getBytes(UTF_8),
                bytes(ApiKey.newBuilder(key()).setKeyId("another").build()));
        for (byte[] end : ends) {
            write(token.keyId(), bytes(key()));
            await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Known);

            write(token.keyId(), end);

            await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Refused);
        }
    }

    @Test
    void doesNotTakeARecordForUnreadableBecauseTheRegistryIsAway() {
        AtomicInteger asked = new AtomicInteger();
        TableReader<ApiKey> reader = reader((name, bytes) -> {
            if (asked.incrementAndGet() < 3) {
                add(0, token.keyId(), bytes); // the broker still has it
                throw new RegistryUnavailableException("it is away", null);
            }
            return serde.deserializer().deserialize(name, bytes);
        });
        start(reader);

        write(token.keyId(), bytes(key()));

        await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Known);
        assertThat(asked).hasValue(3);
    }

    /** Other keys open as before. The upgraded process reads all of them anew. */
    @Test
    void aKeyThatOnlyALaterVersionCanReadOpensNothing() {
        TableReader<ApiKey> reader = reader((name, bytes) -> {
            if (bytes.length == 1) {
                throw new LaterVersionException("ApiKey.quota is new");
            }
            return serde.deserializer().deserialize(name, bytes);
        });
        start(reader);
        write("another", new byte[1]);
        write(token.keyId(), bytes(key()));
        await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Known);

        write(token.keyId(), new byte[1]);

        await().atMost(PATIENCE).until(() -> keys.identify(token.text()) instanceof Identity.Refused);
    }

    private TableReader<ApiKey> reader(Deserializer<ApiKey> values) {
        TableReader.Table<ApiKey> table = new TableReader.Table<>(keys::put, keys::knownAsOf, keys::areKnown);
        return new TableReader<>(Topics.API_KEYS, () -> topic, values, table, System::nanoTime, supervisor);
    }

    private void start(TableReader<ApiKey> reader) {
        topic.updateBeginningOffsets(Map.of(TOPIC, 0L));
        topic.updateEndOffsets(Map.of(TOPIC, 0L));
        reader.start();
    }

    private void write(String keyId, byte[] value) {
        int offset = written.getAndIncrement();
        add(offset, keyId, value);
        topic.updateEndOffsets(Map.of(TOPIC, offset + 1L));
    }

    private void add(int offset, String keyId, byte[] value) {
        topic.addRecord(new ConsumerRecord<>(TOPIC.topic(), 0, offset, keyId, value.length == 0 ? null : value));
    }

    private byte[] bytes(ApiKey key) {
        return serde.serializer().serialize(TOPIC.topic(), key);
    }

    private ApiKey key() {
        return ApiKey.newBuilder()
                .setKeyId(token.keyId())
                .setHash(token.hash())
                .setName("desk")
                .setTenant("news")
                .setRoles(List.of("view"))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

package dev.dashline.runtime.deadletter;

import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.kafka.StreamsRunner.Application;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.LaterVersionException;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poison of every kind on its way through a topology that copies {@code mine} and {@code theirs} to {@code out}. */
class DeadLettersTest {

    private static final Instant WHEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private static Path state;

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final Properties config = StreamsRunner.settings(
            new Application("dead-letters", state, Set.of("mine")), KafkaSettings.from(Map.of()), serdes);
    private final TopologyTestDriver driver =
            new TopologyTestDriver(StreamsRunner.build(DeadLettersTest::topology, config), config);
    private final TestInputTopic<String, String> mine = input("mine");
    private final TestInputTopic<String, String> theirs = input("theirs");
    private final TestOutputTopic<String, String> out =
            driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void garbageIsReportedByteForByte() {
        DeadLetterHandler handler = new DeadLetterHandler();
        handler.configure(handlerConfig());

        var response = handler.handleError(
                new Failing("mine", 7),
                new ConsumerRecord<>(
                        "mine",
                        0,
                        7,
                        WHEN.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        2,
                        7,
                        bytes("v2"),
                        bytes("garbage"),
                        new RecordHeaders(),
                        Optional.empty()),
                new SerializationException("this is garbage"));

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).singleElement().satisfies(sent -> {
            assertThat(sent.topic()).isEqualTo("video-failed");
            assertThat(sent.key()).isEqualTo(bytes("v2"));
            assertThat(sent.headers())
                    .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                    .contains(
                            "__streams.errors.topic=mine",
                            "__streams.errors.partition=0",
                            "__streams.errors.offset=7",
                            "__streams.errors.timestamp=" + WHEN.toEpochMilli(),
                            "__streams.errors.exception=" + SerializationException.class.getName(),
                            "__streams.errors.message=this is garbage");
            VideoFailed letter = decode(sent.value());
            assertThat(letter.getEventId()).isEqualTo(EventIds.ofRecord("mine", 0, 7));
            assertThat(letter.getVideoId()).isEmpty();
            assertThat(letter.getFailedAt()).isEqualTo(WHEN);
            assertThat(letter.getFailure().getCode()).isEqualTo("UNDECODABLE_RECORD");
            assertThat(letter.getFailure().getMessage()).isEqualTo("A record on mine cannot be read: this is garbage");
            assertThat(letter.getUndecodable()).hasValue(record("mine", 7, "v2", "garbage"));
        });
    }

    @Test
    void whatIsTooLargeForALetterIsShortenedToItsBeginning() {
        byte[] key = new byte[100_000];
        byte[] value = new byte[5_000_000];
        value[0] = 1;

        VideoFailed letter = DeadLetters.event(
                new UndecodableRecord("mine", 0, 7L, WHEN, ByteBuffer.wrap(key), ByteBuffer.wrap(value)),
                FailureCode.UNDECODABLE_RECORD,
                "y".repeat(1_000_000));

        assertThat(letter.getFailure().getMessage())
                .hasSizeLessThan(5_000)
                .contains("y…")
                .endsWith(" Its key has 100000 bytes with the SHA-256"
                        + " 9192c25b734fcbadbe32dadc28089c60db0e39f90cc20ce2e5733f57261acc0c, of which only"
                        + " the first 65536 are here. Its value has 5000000 bytes with the SHA-256"
                        + " 7d452d54797856741efe39487cc1cbd3faeb0dc4173be37b2412d520cb8f9069, of which only"
                        + " the first 65536 are here.");
        assertThat(letter.getUndecodable()).hasValueSatisfying(record -> {
            assertThat(record.getKey()).hasValue(ByteBuffer.wrap(Arrays.copyOf(key, 65_536)));
            assertThat(record.getValue()).hasValue(ByteBuffer.wrap(Arrays.copyOf(value, 65_536)));
        });
    }

    @Test
    void whatATopologyRefusesIsReportedLikeGarbage() {
        PoisonHandler handler = new PoisonHandler();
        handler.configure(handlerConfig());

        var response = handler.handleError(
                new Failing("theirs", 3),
                null,
                new RefusedRecordException(FailureCode.UNDECODABLE_RECORD, "its key is not its videoId"));

        VideoFailed letter = decode(response.deadLetterQueueRecords().get(0).value());
        assertThat(letter.getFailure().getCode()).isEqualTo("UNDECODABLE_RECORD");
        assertThat(letter.getFailure().getMessage())
                .isEqualTo("A record on theirs is refused: its key is not its videoId.");
        assertThat(letter.getUndecodable()).hasValue(record("theirs", 3, "v2", "garbage"));
    }

    @Test
    void thePartitionMovesOn() {
        for (String value : List.of("good", "garbage", "poison", "good")) {
            mine.pipeInput("v1", value, WHEN);
        }

        assertThat(out.readValuesToList()).containsExactly("good", "good");
    }

    @Test
    void garbageOnATopicThatAnotherServiceReportsIsOnlySkipped() {
        theirs.pipeInput("v1", "garbage", WHEN);
        theirs.pipeInput("v2", "good", WHEN);

        assertThat(out.readKeyValuesToList()).extracting(pair -> pair.key).containsExactly("v2");
    }

    @Test
    void aRecordIsNotSkippedBecauseTheRegistryIsAway() {
        assertThatThrownBy(() -> mine.pipeInput("v1", "unknown", WHEN))
                .hasRootCauseInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aRecordThatNeedsAStateOfALaterVersionWaits() {
        HeldRecords held = new HeldRecords();
        PoisonHandler handler = new PoisonHandler();
        Map<String, Object> settings = handlerConfig();
        settings.put(HeldRecords.CONFIG, held);
        handler.configure(settings);

        assertThat(handler.handleError(new Failing("theirs", 3), null, new LaterVersionException("too new"))
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);

        assertThat(held.among(List.of(new TopicPartition("theirs", 0))))
                .hasValue("theirs-0 waits at 3 for an upgrade: too new");
        assertThat(held.count(List.of(new TopicPartition("mine", 0)))).isZero();
    }

    @Test
    void aRecordIsNotPoisonBecauseTheRegistryOrAStoreIsAway() {
        assertThatThrownBy(() -> theirs.pipeInput("v1", "away", WHEN))
                .hasRootCauseInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> theirs.pipeInput("v1", "broken", WHEN))
                .hasRootCauseInstanceOf(ProcessorStateException.class);
    }

    @Test
    void aRecordThatCannotBeProcessedIsReportedByteForByte() {
        PoisonHandler handler = new PoisonHandler();
        handler.configure(handlerConfig());

        var response = handler.handleError(new Failing("theirs", 3), null, new IllegalStateException("a bug"));

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        VideoFailed letter = decode(response.deadLetterQueueRecords().get(0).value());
        assertThat(letter.getFailure().getCode()).isEqualTo("INTERNAL");
        assertThat(letter.getFailure().getMessage())
                .isEqualTo("A record on theirs cannot be processed: java.lang.IllegalStateException: a bug");
        assertThat(letter.getUndecodable()).hasValue(record("theirs", 3, "v2", "garbage"));
    }

    @Test
    void aTimerHasNoRecordToBlame() {
        PoisonHandler handler = new PoisonHandler();
        handler.configure(handlerConfig());

        assertThat(handler.handleError(new Failing(null, -1), null, new IllegalStateException("a bug"))
                        .result())
                .isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    }

    private Map<String, Object> handlerConfig() {
        return config.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private VideoFailed decode(byte[] value) {
        return serdes.of(VIDEO_FAILED).deserializer().deserialize("video-failed", value);
    }

    private static UndecodableRecord record(String topic, long offset, String key, String value) {
        return new UndecodableRecord(
                topic, 0, offset, WHEN, ByteBuffer.wrap(bytes(key)), ByteBuffer.wrap(bytes(value)));
    }

    private TestInputTopic<String, String> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }

    private static void topology(StreamsBuilder builder) {
        for (String topic : List.of("mine", "theirs")) {
            builder.stream(
                            topic,
                            Consumed.with(Serdes.String(), Serdes.serdeFrom(new StringSerializer(), new Picky()))
                                    .withName(topic))
                    .mapValues(DeadLettersTest::process, Named.as("process-" + topic))
                    .to("out", Produced.with(Serdes.String(), Serdes.String()).withName("out-" + topic));
        }
    }

    private static String process(String value) {
        switch (value) {
            case "poison" -> throw new IllegalStateException("a bug");
            case "broken" -> throw new ProcessorStateException("disk full");
            case "away" -> throw new RegistryUnavailableException("no registry", null);
            default -> {
                return value;
            }
        }
    }

    /** A record that fails, as a handler is told of it. */
    private record Failing(@Nullable String topic, long offset) implements ErrorHandlerContext {
        @Override
        public int partition() {
            return 0;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders();
        }

        @Override
        public String processorNodeId() {
            return "process-theirs";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 0);
        }

        @Override
        public long timestamp() {
            return WHEN.toEpochMilli();
        }

        @Override
        public byte[] sourceRawKey() {
            return bytes("v2");
        }

        @Override
        public byte[] sourceRawValue() {
            return bytes("garbage");
        }
    }

    private static final class Picky implements Deserializer<String> {
        @Override
        public String deserialize(String topic, byte[] bytes) {
            String text = new String(bytes, UTF_8);
            switch (text) {
                case "garbage" -> throw new SerializationException("this is garbage");
                case "unknown" -> throw new RegistryUnavailableException("no registry", null);
                default -> {
                    return text;
                }
            }
        }
    }
}

package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timers in a topology: a record's key is a timer's id, its value says how many milliseconds after the start it is due.
 */
class TimersTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MANY = 2_500;

    @TempDir
    private Path folder;

    private final List<String> due = new ArrayList<>();
    private final Alarms alarms = new Alarms();
    private TopologyTestDriver driver;
    private TestInputTopic<String, String> input;

    @BeforeEach
    void open() {
        driver = new TopologyTestDriver(topology(due), config(folder, alarms), T0);
        input = driver.createInputTopic("input", new StringSerializer(), new StringSerializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void givesWhatIsDueEarliestFirstAndOnce() {
        set("late", 20);
        set("early", 10);
        set("last", 30);

        pass(9);
        assertThat(due).isEmpty();
        pass(11);
        assertThat(due).containsExactly("early", "late");
        pass(10);
        pass(60_000);
        assertThat(due).containsExactly("early", "late", "last");
    }

    @Test
    void givesAllHoweverManyAreDueAtOnce() {
        IntStream.range(0, MANY).forEach(i -> set("t" + i, 10));

        IntStream.range(0, 20).forEach(i -> pass(1));

        assertThat(due).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void givesWhatIsSetForATimeThatHasPassed() {
        set("far", 10_000);
        pass(5_000);
        set("overdue", 1);

        pass(1);
        assertThat(due).containsExactly("overdue");
        pass(5_000);
        assertThat(due).containsExactly("overdue", "far");
    }

    @Test
    void givesNoneThatIsCancelled() {
        set("cancelled", 10);
        set("kept", 20);
        input.pipeInput("cancelled", "-10");

        pass(20);
        assertThat(due).containsExactly("kept");
    }

    @Test
    void givesWhatIsSetWhileAnotherGoesOff() {
        set("again", 10);

        pass(10);
        pass(499);
        assertThat(due).containsExactly("again");
        pass(1);
        assertThat(due).containsExactly("again", "once more");
    }

    @Test
    void findsWhatWasInTheStoreBefore() {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("timers");
        store.put(key(T0.plusMillis(5), "before the restart"), new byte[0]);

        pass(5);
        assertThat(due).containsExactly("before the restart");
    }

    @Test
    void saysWhenTheNextIsDue() {
        pass(1); // the look for what was there before
        assertThat(alarms.earliest()).isEmpty();
        set("late", 20);
        set("early", 10);
        assertThat(alarms.earliest()).hasValue(T0.plusMillis(10));
        pass(9);
        assertThat(alarms.earliest()).hasValue(T0.plusMillis(20));
        pass(10);
        assertThat(alarms.earliest()).isEmpty();

        set("left", 30);
        driver.close();
        assertThat(alarms.earliest()).isEmpty();
        open();
    }

    private void set(String id, long millis) {
        input.pipeInput(id, Long.toString(millis));
    }

    private void pass(long millis) {
        driver.advanceWallClockTime(Duration.ofMillis(millis));
    }

    private static Bytes key(Instant due, String id) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(due.toEpochMilli())
                .put(name)
                .array());
    }

    private static Topology topology(List<String> due) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Timers.store("timers"));
        builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new Setter(due), "timers");
        return builder.build();
    }

    private static Properties config(Path folder, Alarms alarms) {
        Properties config = new Properties();
        config.put(Alarms.CONFIG, alarms);
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        return config;
    }

    /** Sets what records say, and cancels what has a negative time. */
    private static final class Setter implements Processor<String, String, Void, Void> {

        private final List<String> due;
        private @Nullable Timers timers;

        Setter(List<String> due) {
            this.due = due;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            timers = new Timers(context, "timers", id -> {
                due.add(id);
                if (id.equals("again")) {
                    Instant next =
                            Instant.ofEpochMilli(context.currentSystemTimeMs()).plusMillis(500);
                    timers().set(next, "once more");
                }
            });
        }

        @Override
        public void process(Record<String, String> record) {
            long millis = Long.parseLong(record.value());
            if (millis < 0) {
                timers().cancel(T0.minusMillis(millis), record.key());
            } else {
                timers().set(T0.plusMillis(millis), record.key());
            }
        }

        @Override
        public void close() {
            timers().close();
        }

        private Timers timers() {
            return Objects.requireNonNull(timers);
        }
    }
}

package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimerStoreTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ALL = 100;

    @TempDir
    private Path folder;

    private KeyValueStore<Bytes, byte[]> store;
    private TimerStore timers;

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(serdesOfBytes(), new TaskId(0, 0), folder.toFile());
        store = TimerStore.builder("timers").withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        timers = new TimerStore(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void givesWhatIsDueEarliestFirstAndOnce() {
        timers.set(T0.plusMillis(2), "late");
        timers.set(T0, "early");
        timers.set(T0.plusMillis(3), "not yet");

        assertThat(timers.takeDue(T0.plusMillis(2), ALL)).containsExactly("early", "late");
        assertThat(timers.takeDue(T0.plusMillis(2), ALL)).isEmpty();
        assertThat(timers.takeDue(T0.plusMillis(3), ALL)).containsExactly("not yet");
        assertThat(timers.takeDue(T0.plusSeconds(60), ALL)).isEmpty();
    }

    @Test
    void givesTheRestOfWhatIsDueWhenAskedAgain() {
        timers.set(T0, "a");
        timers.set(T0, "b");
        timers.set(T0, "c");

        assertThat(timers.takeDue(T0, 2)).containsExactly("a", "b");
        assertThat(timers.takeDue(T0, 2)).containsExactly("c");
    }

    @Test
    void givesATimerThatIsSetForATimeThatHasPassed() {
        timers.set(T0.plusSeconds(10), "first");
        assertThat(timers.takeDue(T0, ALL)).isEmpty();

        timers.set(T0.minusSeconds(5), "overdue");
        assertThat(timers.takeDue(T0, ALL)).containsExactly("overdue");
        assertThat(timers.takeDue(T0.plusSeconds(10), ALL)).containsExactly("first");
    }

    @Test
    void givesNoneThatIsCancelled() {
        timers.set(T0, "kept");
        timers.set(T0, "cancelled");
        timers.cancel(T0, "cancelled");

        assertThat(timers.takeDue(T0, ALL)).containsExactly("kept");
    }

    @Test
    void findsWhatAnotherSetInTheSameStore() {
        timers.set(T0, "before the restart");
        timers.set(T0.plusSeconds(1), "due after it");

        TimerStore restarted = new TimerStore(store);
        assertThat(restarted.takeDue(T0, ALL)).containsExactly("before the restart");
        assertThat(restarted.takeDue(T0.plusSeconds(1), ALL)).containsExactly("due after it");
    }

    private static Properties serdesOfBytes() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.BytesSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        return config;
    }
}

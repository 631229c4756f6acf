package dev.dashline.runtime.kafka;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics in no consumer group, on a thread of its own: each process reads all of them, and where it is it knows
 * by itself. Subclasses say what is read and what for.
 */
public abstract class GrouplessReader implements Layer {

    private final String thread;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supervisor supervisor;
    private @Nullable Loop loop;

    /** What is done again and again, by one thread; after a failure, which is reported, once more after a pause. */
    @FunctionalInterface
    protected interface Round {
        void step() throws Exception;
    }

    /**
     * @param thread its name
     * @param consumers makes the consumer, at the start; closed with this
     */
    protected GrouplessReader(String thread, Supplier<Consumer<String, byte[]>> consumers, Supervisor supervisor) {
        this.thread = thread;
        this.consumers = consumers;
        this.supervisor = supervisor;
    }

    /**
     * Makes a consumer of no group.
     *
     * @param more settings beside those of all
     */
    protected static Consumer<String, byte[]> connect(KafkaSettings kafka, Map<String, Object> more) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.putAll(more);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** What is to be done with this consumer, which has no partitions yet. */
    protected abstract Round reading(Consumer<String, byte[]> consumer);

    @Override
    public final void start() {
        Consumer<String, byte[]> consumer = consumers.get();
        loop = supervisor.loop(thread, new Reading(consumer, reading(consumer)));
    }

    @Override
    public final void close() {
        if (loop != null) {
            loop.close();
        }
    }

    private record Reading(Consumer<String, byte[]> consumer, Round round) implements Work {

        @Override
        public void step() throws Exception {
            round.step();
        }

        @Override
        public void wakeUp() {
            consumer.wakeup();
        }

        @Override
        public void end() {
            consumer.close();
        }
    }
}

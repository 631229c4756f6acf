package dev.dashline.runtime.kafka;

import dev.dashline.runtime.deadletter.HeldRecords;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/** Which of the partitions that this process has wait before a record of a later version. Thread-safe. */
record HeldPartitions(HeldRecords records, KafkaStreams streams) {

    void countIn(MeterRegistry meters) {
        Gauge.builder("dashline.partitions.held", () -> records.count(here()))
                .description("Partitions that wait before a record of a later version, until the process is upgraded")
                .register(meters);
    }

    /** Why one of them waits, for a person; empty if none does. */
    Optional<String> why() {
        return records.among(here());
    }

    /** The partitions of this process, if there may be one among them that waits. */
    private Collection<TopicPartition> here() {
        return records.areNone()
                ? Set.of()
                : streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .collect(Collectors.toSet());
    }
}

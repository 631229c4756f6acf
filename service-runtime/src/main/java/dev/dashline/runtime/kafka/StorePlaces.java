package dev.dashline.runtime.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Tells which replica has which partitions of a store, as the last rebalance of the application has spread them. Right
 * after a fault the answer may be old: a replica that is asked has to say whether it has the partition. Safe for use by
 * any thread.
 */
public final class StorePlaces {

    private static final StringSerializer KEYS = new StringSerializer();

    private final KafkaStreams streams;

    StorePlaces(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Partitions that one replica has.
     *
     * @param address where it answers: {@link StreamsRunner.Application#queriedAt}
     */
    public record Place(String address, Set<Integer> partitions) {

        public Place {
            partitions = Set.copyOf(partitions);
        }
    }

    /** The partition that a key belongs to, and who has it; empty while nobody is known to. */
    public Optional<Place> of(String store, String key) {
        try {
            KeyQueryMetadata found = streams.queryMetadataForKey(store, key, KEYS);
            return found.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    ? Optional.empty()
                    : Optional.of(new Place(address(found.activeHost()), Set.of(found.partition())));
        } catch (StreamsException | IllegalStateException e) {
            return Optional.empty(); // it is starting, or has ended
        }
    }

    /** All replicas that have partitions; those that are on their way between two of them are missing. */
    public List<Place> all(String store) {
        try {
            return streams.streamsMetadataForStore(store).stream()
                    .map(each -> new Place(address(each.hostInfo()), numbers(each.topicPartitions())))
                    .filter(place -> !place.partitions().isEmpty())
                    .toList();
        } catch (StreamsException | IllegalStateException e) {
            return List.of();
        }
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private static String address(HostInfo host) {
        return address(host.host(), host.port());
    }

    /**
     * An address as places have it.
     *
     * @param host an IPv6 address may be in brackets
     */
    public static String address(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host) + ':' + port;
    }
}

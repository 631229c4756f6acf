package dev.dashline.schemas;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Sees to it that a record is acknowledged only once two brokers have it, so that the loss of one loses nothing. Topics
 * are created with as many replicas as the cluster's default may be, so it looks at what has become of them: one with
 * three replicas or more gets {@code min.insync.replicas=2}. With fewer, the loss of a broker would stop all work.
 */
public final class TopicCopies {

    private static final String SETTING = "min.insync.replicas";
    private static final int REPLICAS = 3;
    private static final int IN_SYNC = 2;

    private final Admin admin;

    public TopicCopies(Admin admin) {
        this.admin = admin;
    }

    /**
     * A topic that may lose what was acknowledged.
     *
     * @param replicas of the partition that has fewest
     * @param inSync {@code min.insync.replicas}
     */
    public record Copies(int replicas, int inSync) {

        boolean canBeSafe() {
            return replicas >= REPLICAS;
        }

        boolean isSafe() {
            return canBeSafe() && inSync >= IN_SYNC;
        }
    }

    /** Those of the catalogue's topics that exist, and the internal topics of these Kafka Streams applications. */
    public Set<String> ofDashline(Collection<String> applications) throws InterruptedException, ExecutionException {
        Set<String> catalogue = Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream())
                .map(Topic::name)
                .collect(Collectors.toSet());
        return admin.listTopics().names().get().stream()
                .filter(topic -> catalogue.contains(topic)
                        || isOfAFurtherCell(topic)
                        || applications.stream().anyMatch(application -> isInternal(topic, application)))
                .collect(Collectors.toSet());
    }

    /**
     * Sets what can be set, and returns the topics that are still not safe.
     *
     * @throws ExecutionException if the brokers refuse, or do not answer
     */
    public SortedMap<String, Copies> secure(Collection<String> topics) throws InterruptedException, ExecutionException {
        SortedMap<String, Copies> copies = copies(topics);
        Set<String> changed = toBeChanged(copies);
        if (!changed.isEmpty()) {
            AlterConfigOp set =
                    new AlterConfigOp(new ConfigEntry(SETTING, Integer.toString(IN_SYNC)), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            changed.stream().collect(Collectors.toMap(TopicCopies::resource, topic -> List.of(set))))
                    .all()
                    .get();
            copies.keySet().removeAll(changed);
        }
        copies.values().removeIf(Copies::isSafe);
        return copies;
    }

    /** What that means, for an operator; empty if all topics are safe. */
    public static Optional<String> advice(SortedMap<String, Copies> unsafe) {
        return unsafe.isEmpty()
                ? Optional.empty()
                : Optional.of(unsafe.size() + " topics have fewer than " + REPLICAS + " replicas, such as "
                        + unsafe.firstKey() + ": what was acknowledged is lost with its broker. Give them " + REPLICAS
                        + ", on as many brokers or more.");
    }

    static Set<String> toBeChanged(Map<String, Copies> copies) {
        return copies.entrySet().stream()
                .filter(each -> each.getValue().canBeSafe() && !each.getValue().isSafe())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private SortedMap<String, Copies> copies(Collection<String> topics)
            throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> described =
                admin.describeTopics(topics).allTopicNames().get();
        var settings = admin.describeConfigs(
                        topics.stream().map(TopicCopies::resource).toList())
                .all()
                .get();
        Map<String, Integer> inSync = new HashMap<>();
        settings.forEach((topic, config) ->
                inSync.put(topic.name(), Integer.parseInt(config.get(SETTING).value())));
        SortedMap<String, Copies> copies = new TreeMap<>();
        described.forEach((topic, description) ->
                copies.put(topic, new Copies(replicas(description), inSync.getOrDefault(topic, 1))));
        return copies;
    }

    private static int replicas(TopicDescription topic) {
        return topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    private static boolean isOfAFurtherCell(String topic) {
        return Arrays.stream(Lane.values())
                .anyMatch(lane -> topic.matches(lane.topic().name() + "-\\d+"));
    }

    private static boolean isInternal(String topic, String application) {
        return topic.startsWith(application + "-") && (topic.endsWith("-changelog") || topic.endsWith("-repartition"));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}

package dev.dashline.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes a cluster ready for Dashline: topics and group settings as the catalogue has them. Idempotent. */
public final class TopicProvisioner {

    /** The share group of all encoder workers, for tasks that encode. */
    public static final String ENCODER_GROUP = "encoder";

    /** The share group of all encoder workers, for short tasks. */
    public static final String ENCODER_SHORT_GROUP = "encoder-short";

    /**
     * After this many deliveries the broker drops a task silently. This is the highest value that Kafka allows: the
     * broker also counts deliveries to dead consumers whose fetch was still pending.
     */
    public static final int DELIVERY_LIMIT = 10;

    // Set before the first member joins: by default a share group starts at the end of the topic and misses waiting
    // tasks.
    private static final Map<String, String> ENCODER_GROUP_SETTINGS = Map.of(
            "share.auto.offset.reset", "earliest",
            "share.isolation.level", "read_committed",
            "share.record.lock.duration.ms", "30000",
            "share.delivery.count.limit", Integer.toString(DELIVERY_LIMIT));

    private static final Duration BROKERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Admin admin;
    private final short replicas;
    private final int cells;
    private final int partitions;

    /** For one {@linkplain Lane cell} in each lane. */
    public TopicProvisioner(Admin admin, int replicas) {
        this(admin, replicas, 1);
    }

    /**
     * @param replicas replication factor of topics that are made; -1 for the cluster's default
     * @param cells how many {@linkplain Lane cells} each lane has at least
     */
    public TopicProvisioner(Admin admin, int replicas, int cells) {
        this(admin, replicas, cells, Integer.MAX_VALUE);
    }

    private TopicProvisioner(Admin admin, int replicas, int cells, int partitions) {
        this.admin = admin;
        this.replicas = (short) replicas;
        this.cells = cells;
        this.partitions = partitions;
    }

    /** For a cluster of one broker and a few videos: each topic has one partition, so that all starts sooner. */
    public static TopicProvisioner small(Admin admin) {
        return new TopicProvisioner(admin, 1, 1, 1);
    }

    /**
     * Creates missing topics and sets every setting. Returns one sentence for each topic whose number of partitions
     * differs: that is not changed, because records would move to other partitions.
     */
    public List<String> provision() throws InterruptedException {
        List<Topic<?>> topics = topics();
        try {
            Set<String> made = create(topics);
            configure(made);
            return differences(topics.stream()
                    .filter(topic -> !made.contains(topic.name()))
                    .toList());
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot prepare the cluster: " + e.getMessage(), e);
        }
    }

    /** What {@link #provision()} would do, one sentence for each change. Changes nothing. */
    public List<String> pending() throws InterruptedException {
        List<String> pending = new ArrayList<>();
        try {
            Set<String> there = admin.listTopics().names().get();
            Map<ConfigResource, Map<String, String>> wanted = wanted();
            for (Topic<?> topic : topics()) {
                if (!there.contains(topic.name())) {
                    pending.add("topic " + topic.name() + " would be made, with " + topic.partitions()
                            + (topic.partitions() == 1 ? " partition" : " partitions"));
                    wanted.remove(resource(topic));
                }
            }
            Map<ConfigResource, Config> found =
                    admin.describeConfigs(wanted.keySet()).all().get();
            wanted.forEach((resource, settings) -> new TreeMap<>(settings).forEach((name, value) -> {
                ConfigEntry now = Objects.requireNonNull(found.get(resource)).get(name);
                if (now == null || !value.equals(now.value())) {
                    pending.add(name + "=" + value + " would be set for " + kind(resource) + " " + resource.name()
                            + (now == null ? "" : ", which has " + now.value()));
                }
            }));
            pending.addAll(differences(topics().stream()
                    .filter(topic -> there.contains(topic.name()))
                    .toList()));
            return pending;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot look at the cluster: " + e.getMessage(), e);
        }
    }

    /** The settings of the share groups. */
    public static Map<String, String> groupSettings() {
        return ENCODER_GROUP_SETTINGS;
    }

    /** The topics that it creates: those of the catalogue, and those of further cells. */
    public List<Topic<?>> topics() {
        return topics(cells).stream()
                .<Topic<?>>map(topic -> topic.within(partitions))
                .toList();
    }

    /** The topics of a deployment with so many {@linkplain Lane cells} in each lane. */
    public static List<Topic<?>> topics(int cells) {
        Stream<Topic<?>> further = Arrays.stream(Lane.values())
                .flatMap(lane -> IntStream.rangeClosed(2, cells)
                        .mapToObj(cell -> lane.topic().named(lane.topic(cell))));
        return Stream.of(Topics.PUBLIC.stream(), Topics.PRIVATE.stream(), further)
                .<Topic<?>>flatMap(each -> each)
                .toList();
    }

    /** The share groups of such a deployment. */
    public static List<String> groups(int cells) {
        return Arrays.stream(Lane.values())
                .flatMap(lane -> IntStream.rangeClosed(1, cells).mapToObj(lane::group))
                .toList();
    }

    /** Returns the names of those that were not there: they have all of their settings. */
    private Set<String> create(List<Topic<?>> topics) throws InterruptedException, ExecutionException {
        awaitBrokers();
        Set<String> made = new HashSet<>();
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), replicas).configs(topic.settings()))
                .toList();
        for (var created : admin.createTopics(wanted).values().entrySet()) {
            try {
                created.getValue().get();
                made.add(created.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return made;
    }

    /** Brokers that have just started are known one after the other, so this waits for as many as replicas need. */
    private void awaitBrokers() throws InterruptedException, ExecutionException {
        long giveUp = System.nanoTime() + BROKERS_WITHIN.toNanos();
        while (admin.describeCluster().nodes().get().size() < replicas && System.nanoTime() < giveUp) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void configure(Set<String> made) throws InterruptedException, ExecutionException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        wanted().forEach((resource, settings) -> {
            if (resource.type() != ConfigResource.Type.TOPIC || !made.contains(resource.name())) {
                changes.put(resource, set(settings));
            }
        });
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** The settings of topics, then of groups; modifiable. */
    private Map<ConfigResource, Map<String, String>> wanted() {
        Map<ConfigResource, Map<String, String>> settings = new LinkedHashMap<>();
        topics().forEach(topic -> settings.put(resource(topic), topic.settings()));
        groups(cells)
                .forEach(group ->
                        settings.put(new ConfigResource(ConfigResource.Type.GROUP, group), ENCODER_GROUP_SETTINGS));
        return settings;
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static String kind(ConfigResource resource) {
        return resource.type().name().toLowerCase(Locale.ROOT);
    }

    private List<String> differences(List<Topic<?>> topics) throws InterruptedException, ExecutionException {
        Map<String, Topic<?>> byName = topics.stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        List<String> differences = new ArrayList<>();
        for (TopicDescription there :
                admin.describeTopics(byName.keySet()).allTopicNames().get().values()) {
            int partitions = there.partitions().size();
            int wanted = Objects.requireNonNull(byName.get(there.name())).partitions();
            if (partitions != wanted) {
                differences.add("topic " + there.name() + " has " + partitions + " partitions and should have " + wanted
                        + ": its records would move to other partitions, so recreate it while it is empty");
            }
        }
        return differences;
    }

    private static Collection<AlterConfigOp> set(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }
}

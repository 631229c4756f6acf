package dev.dashline.schemas.rights;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/** The least that each service must be allowed to do, once {@code dashline topics} has made topics and schemas. */
public final class ServiceRights {

    /** The services, which are their principals' names in examples and manifests, too. */
    public static final List<String> SERVICES = List.of(Topics.INGEST, Topics.ENCODER, Topics.PUBLISHER);

    /** Their decisions are transactions. What ingest-service adds up can be added up again. */
    private static final Set<String> TRANSACTIONAL = Set.of(Topics.ENCODER, Topics.PUBLISHER);

    private ServiceRights() {}

    /** What a service does with topics, groups and transactional ids. */
    public static List<Right> of(String service) {
        List<Right> rights = new ArrayList<>();
        Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream())
                .filter(topic -> uses(topic, service))
                .forEach(topic -> rights.add(Right.to(TOPIC, topic.name(), operations(topic, service))));
        // Streams makes the changelogs, and the service has two brokers acknowledge what is written to them.
        rights.add(
                Right.toAllThatBeginWith(service + "-", TOPIC, CREATE, READ, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS));
        rights.add(Right.to(GROUP, service, READ));
        if (service.equals(Topics.ENCODER)) {
            for (Lane lane : Lane.values()) {
                rights.add(Right.toAllThatBeginWith(lane.topic().name() + "-", TOPIC, READ, WRITE, DESCRIBE_CONFIGS));
                rights.add(Right.to(GROUP, lane.group(1), READ));
                rights.add(Right.toAllThatBeginWith(lane.group(1) + "-", GROUP, READ));
            }
        }
        if (TRANSACTIONAL.contains(service)) {
            // Also of its other processes: a survivor ends what a dead one left open.
            rights.add(Right.toAllThatBeginWith(service + "-", TRANSACTIONAL_ID, DESCRIBE, WRITE));
        }
        return List.copyOf(rights);
    }

    /** The subjects that a service looks up in the registry, in order. It registers none. */
    public static SortedSet<String> subjects(String service) {
        List<Topic<?>> used = Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream())
                .filter(topic -> uses(topic, service))
                .toList();
        SortedSet<String> subjects =
                new TreeSet<>(SchemaRegistrar.subjects(used).keySet());
        subjects.removeIf(subject -> subject.contains("-service-") && !subject.startsWith(service + "-"));
        return subjects;
    }

    private static boolean uses(Topic<?> topic, String service) {
        return topic.readers().contains(service) || topic.writers().contains(service);
    }

    private static AclOperation[] operations(Topic<?> topic, String service) {
        EnumSet<AclOperation> operations = EnumSet.of(DESCRIBE_CONFIGS);
        if (topic.readers().contains(service)) {
            operations.add(READ);
        }
        if (topic.writers().contains(service)) {
            operations.add(WRITE);
        }
        return operations.toArray(AclOperation[]::new);
    }
}

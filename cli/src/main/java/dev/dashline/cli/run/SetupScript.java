package dev.dashline.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.rights.Right;
import dev.dashline.schemas.rights.ServiceRights;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.resource.ResourceType;

/** What {@code dashline topics} does, as a shell script for people who let nobody else do it. */
final class SetupScript {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SetupScript() {}

    /**
     * @param replicas replication factor of topics; -1 for the cluster's default
     * @param cells how many cells each lane has
     */
    static List<String> lines(int replicas, int cells) {
        List<String> lines = new ArrayList<>(List.of(
                "#!/bin/sh",
                "# Makes a Kafka cluster and a schema registry ready for Dashline, with Kafka's command-line tools and",
                "# curl. KAFKA is host:port of a broker, KAFKA_CONFIG a file with the client's settings, REGISTRY",
                "# the registry's URL. Principals: User:ingest-service, User:encoder-service,",
                "# User:publisher-service.",
                "set -eu",
                "kafka() { tool=$1; shift; \"$tool\" --bootstrap-server \"$KAFKA\""
                        + " --command-config \"$KAFKA_CONFIG\" \"$@\"; }"));
        List<Topic<?>> topics = TopicProvisioner.topics(cells);
        topics.forEach(topic -> lines.add(create(topic, replicas)));
        TopicProvisioner.groups(cells)
                .forEach(group -> lines.add("kafka kafka-configs.sh --alter --entity-type groups --entity-name " + group
                        + " --add-config " + settings(TopicProvisioner.groupSettings(), ",")));
        ServiceRights.SERVICES.forEach(
                service -> ServiceRights.of(service).forEach(right -> lines.add(allow(service, right))));
        SchemaRegistrar.subjects(topics).forEach((subject, schema) -> lines.add(register(subject, schema)));
        return lines;
    }

    private static String create(Topic<?> topic, int replicas) {
        return "kafka kafka-topics.sh --create --if-not-exists --topic " + topic.name() + " --partitions "
                + topic.partitions() + (replicas < 0 ? "" : " --replication-factor " + replicas) + " --config "
                + settings(topic.settings(), " --config ");
    }

    private static String allow(String service, Right right) {
        return "kafka kafka-acls.sh --add --allow-principal User:" + service
                + right.operationNames().map(name -> " --operation " + name).collect(Collectors.joining())
                + (right.isPrefix() ? " --resource-pattern-type prefixed" : "")
                + " --" + option(right.resource().resourceType()) + " "
                + right.resource().name();
    }

    private static String option(ResourceType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String register(String subject, Schema schema) {
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        return "curl -fsS -H 'Content-Type: application/vnd.schemaregistry.v1+json' -d '" + body.replace("'", "'\\''")
                + "' \"$REGISTRY/subjects/" + subject + "/versions\"";
    }

    private static String settings(Map<String, String> settings, String separator) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(separator));
    }
}

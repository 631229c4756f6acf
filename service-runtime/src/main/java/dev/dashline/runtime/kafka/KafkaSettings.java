package dev.dashline.runtime.kafka;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.AvroDeserializer;
import dev.dashline.schemas.serde.AvroSerializer;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How to reach Kafka and the schema registry.
 *
 * @param client properties of every client, by their Kafka names
 * @param registry properties of the serdes, by their Confluent names
 */
public record KafkaSettings(Map<String, String> client, Map<String, String> registry) {

    private static final String PREFIX = "KAFKA_";
    private static final String REGISTRY_PREFIX = "SCHEMA_REGISTRY_";

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    "Brokers to ask first: host:port, comma-separated. Any other KAFKA_… variable is passed to every"
                            + " Kafka client too, KAFKA_SECURITY_PROTOCOL as security.protocol.")
            .withDefault("localhost:9092");

    public static final Setting<String> REGISTRY_URL = Setting.text(
                    "SCHEMA_REGISTRY_URL",
                    "Confluent-compatible schema registry; several, comma-separated. Any other SCHEMA_REGISTRY_…"
                            + " variable is passed to the serdes, SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO as"
                            + " basic.auth.user.info.")
            .withDefault("http://localhost:8081");

    public static final Setting<String> AVRO_SERIALIZER = Setting.text(
                    "AVRO_SERIALIZER", "Class that writes Avro values; Confluent's fits as it is.")
            .withDefault(AvroSerializer.class.getName());

    public static final Setting<String> AVRO_DESERIALIZER = Setting.text(
                    "AVRO_DESERIALIZER", "Class that reads Avro values; Confluent's fits as it is.")
            .withDefault(AvroDeserializer.class.getName());

    public static final List<Setting<?>> SETTINGS =
            List.of(BOOTSTRAP_SERVERS, REGISTRY_URL, AVRO_SERIALIZER, AVRO_DESERIALIZER);

    public KafkaSettings {
        client = Map.copyOf(client);
        registry = Map.copyOf(registry);
    }

    /**
     * Reads environment variables.
     *
     * @throws ConfigException if any is invalid
     */
    public static KafkaSettings from(Map<String, String> environment) {
        Settings settings = Settings.load(environment, SETTINGS);
        Map<String, String> client = passedThrough(environment, PREFIX);
        client.put("bootstrap.servers", settings.get(BOOTSTRAP_SERVERS));
        Map<String, String> registry = passedThrough(environment, REGISTRY_PREFIX);
        registry.remove("url");
        registry.put("schema.registry.url", settings.get(REGISTRY_URL));
        registry.put(EventSerdes.SERIALIZER_CLASS, settings.get(AVRO_SERIALIZER));
        registry.put(EventSerdes.DESERIALIZER_CLASS, settings.get(AVRO_DESERIALIZER));
        return new KafkaSettings(client, registry);
    }

    /** A new, modifiable map with the properties of every client. */
    public Map<String, Object> common() {
        return new HashMap<>(client);
    }

    /**
     * A new, modifiable map with the properties of a producer that waits for acknowledgement by all in-sync replicas
     * and can send our largest records.
     */
    public Map<String, Object> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGEST_OF_OURS);
        // Somebody waits for each record. What comes while a request is under way still shares the next one.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putAll(client);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return config;
    }

    /**
     * Creates serdes for all events. Each call creates a separate registry client and cache, so call it once and share
     * the result.
     */
    public EventSerdes serdes() {
        return new EventSerdes(registry);
    }

    private static Map<String, String> passedThrough(Map<String, String> environment, String prefix) {
        Map<String, String> properties = new HashMap<>();
        environment.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                String name = key.substring(prefix.length()).toLowerCase(Locale.ROOT);
                properties.put(name.replace('_', '.'), value);
            }
        });
        return properties;
    }
}

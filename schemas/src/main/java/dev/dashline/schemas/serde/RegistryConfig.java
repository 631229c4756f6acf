package dev.dashline.schemas.serde;

import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The part of a client's configuration that the serdes read. Keys and meanings are Confluent's, so that their serdes
 * can replace ours; the default waits are shorter.
 */
final class RegistryConfig extends AbstractConfig {

    static final String URL = "schema.registry.url";
    static final String AUTO_REGISTER = "auto.register.schemas";
    static final String USER_INFO = "basic.auth.user.info";
    static final String USER_INFO_LONG = "schema.registry.basic.auth.user.info";
    static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    static final String BEARER_TOKEN = "bearer.auth.token";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRY_WAIT = "retries.wait.ms";
    static final String RETRY_MAX_WAIT = "retries.max.wait.ms";
    static final String READ_TIMEOUT = "http.read.timeout.ms";

    private static final String STATIC_TOKEN = "STATIC_TOKEN";
    private static final String TOPIC_NAME_STRATEGY = "TopicNameStrategy";
    private static final List<String> STRATEGIES = List.of("key.subject.name.strategy", "value.subject.name.strategy");

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.LIST,
                    Importance.HIGH,
                    "Addresses of the registry, tried in turn; or mock://scope.")
            .define(
                    AUTO_REGISTER,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether a producer registers its schema.")
            .define(USER_INFO, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "user:password for the registry.")
            .define(USER_INFO_LONG, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "The same under its other name.")
            .define(BEARER_SOURCE, ConfigDef.Type.STRING, null, Importance.LOW, "STATIC_TOKEN, or none.")
            .define(BEARER_TOKEN, ConfigDef.Type.PASSWORD, null, Importance.MEDIUM, "Bearer token for the registry.")
            .define(MAX_RETRIES, ConfigDef.Type.INT, 5, Range.atLeast(0), Importance.LOW, "Retries after no answer.")
            .define(
                    RETRY_WAIT,
                    ConfigDef.Type.LONG,
                    200,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Wait before the first retry.")
            .define(
                    RETRY_MAX_WAIT,
                    ConfigDef.Type.LONG,
                    5_000,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Longest wait before a retry.")
            .define(
                    READ_TIMEOUT,
                    ConfigDef.Type.INT,
                    10_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Longest wait for an answer.");

    RegistryConfig(Map<String, ?> config) {
        super(DEFINITION, config, false);
        if (urls().isEmpty()) {
            throw new ConfigException(URL, "", "name the schema registry, such as http://localhost:8081");
        }
        String source = getString(BEARER_SOURCE);
        if (source != null && !source.equals(STATIC_TOKEN)) {
            throw new ConfigException(BEARER_SOURCE, source, "only " + STATIC_TOKEN + " is supported");
        }
        if (bearerToken() != null && userInfo() != null) {
            throw new ConfigException("set either " + BEARER_TOKEN + " or " + USER_INFO + ", not both");
        }
        for (String key : STRATEGIES) {
            Object strategy = config.get(key);
            if (strategy != null && !strategy.toString().contains(TOPIC_NAME_STRATEGY)) {
                throw new ConfigException(key, strategy, "only TopicNameStrategy is supported");
            }
        }
    }

    /** The registry that this configuration names, with a cache in front. */
    static SchemaRegistry connect(Map<String, ?> config) {
        RegistryConfig parsed = new RegistryConfig(config);
        String first = parsed.urls().get(0);
        return new CachingRegistry(
                first.startsWith(InMemoryRegistry.SCHEME)
                        ? InMemoryRegistry.ofScope(first.substring(InMemoryRegistry.SCHEME.length()))
                        : new RestRegistry(parsed));
    }

    List<String> urls() {
        return getList(URL).stream()
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
    }

    boolean autoRegister() {
        return getBoolean(AUTO_REGISTER);
    }

    /** {@code user:password}, or null if the registry asks for none. */
    @Nullable
    String userInfo() {
        Password password = getPassword(USER_INFO) != null ? getPassword(USER_INFO) : getPassword(USER_INFO_LONG);
        return password == null ? null : password.value();
    }

    /** What the registry asks for as {@code Authorization: Bearer}, or null. */
    @Nullable
    String bearerToken() {
        Password token = getPassword(BEARER_TOKEN);
        return token == null ? null : token.value();
    }

    int maxRetries() {
        return getInt(MAX_RETRIES);
    }

    /** If the first wait is configured longer than the longest, the longest wins. */
    Backoff backoff() {
        long longest = getLong(RETRY_MAX_WAIT);
        long first = Math.min(getLong(RETRY_WAIT), longest);
        return Backoff.between(Duration.ofMillis(first), Duration.ofMillis(longest));
    }

    Duration readTimeout() {
        return Duration.ofMillis(getInt(READ_TIMEOUT));
    }
}

package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.runtime.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of services that only simulate encoding, with brokers at which everybody may do everything.
 *
 * @param folder for all files
 * @param common what all services have
 */
record SimulatedServices(Path folder, Map<String, String> common) {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    SimulatedServices {
        common = Map.copyOf(common);
    }

    SimulatedServices(Path folder, String bootstrapServers, String registryUrl) {
        this(folder, common(folder, bootstrapServers, registryUrl));
    }

    private static Map<String, String> common(Path folder, String bootstrapServers, String registryUrl) {
        Map<String, String> common = new HashMap<>();
        common.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        common.put("KAFKA_ENABLE_METRICS_PUSH", "false");
        common.put("SCHEMA_REGISTRY_URL", registryUrl);
        common.put("ADMIN_PORT", "0");
        common.put("SESSION_TIMEOUT", "3s");
        common.put("OUTPUT_URI", folder.resolve("store/videos").toUri() + "/");
        common.put("STAGING_URI", folder.resolve("store/staging").toUri() + "/");
        common.put("SOURCE_ROOTS", folder.toUri().toString());
        common.putAll(Map.of("HOST", "127.0.0.1", "AUTH", "off", "PORT", "0"));
        common.put("ENCODER_KIND", "simulated");
        common.put("WORK_DIR", folder.resolve("work").toString());
        return common;
    }

    /**
     * The settings of one service, which keeps its state in a folder of its own.
     *
     * @param more take precedence
     */
    Map<String, String> of(String service, Map<String, String> more) {
        Map<String, String> own = new HashMap<>(common);
        own.put("STATE_DIR", folder.resolve(service).toString());
        own.putAll(more);
        return own;
    }

    static void awaitReady(Service... services) {
        await().atMost(READY_WITHIN)
                .untilAsserted(() -> assertThat(List.of(services))
                        .allSatisfy(
                                service -> assertThat(service.notReadyBecause()).isEmpty()));
    }
}

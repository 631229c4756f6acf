package dev.dashline.systemtests.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.embedded.FreePorts;
import dev.dashline.systemtests.ServicePasswords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A broker that lets nobody do what he has no right to. The administrator is at its plain listener. Services have three
 * others: with a password, with a password over TLS, and with a certificate.
 */
final class RestrictedCluster implements AutoCloseable {

    private static final String PASSWORD = "not-secret"; // of the stores of keys

    private final Path folder;
    private final EmbeddedBroker broker;
    private final DevRegistry registry;
    private final Map<String, Integer> ports = new HashMap<>();

    private RestrictedCluster(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        keyPair("broker", "localhost");
        keyPair("client", "encoder-service");
        for (String listener : List.of("PASSWORD", "TLS", "CERTIFICATE")) {
            ports.put(listener, FreePorts.find());
        }
        this.registry = DevRegistry.start(0, folder.resolve("registry"));
        this.broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, settings());
    }

    static RestrictedCluster start(Path folder) throws IOException, InterruptedException {
        return new RestrictedCluster(folder);
    }

    /** As its administrator, who may do everything. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    /** How a service connects: ingest with a password, the publisher so over TLS, the encoder with a certificate. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SCHEMA_REGISTRY_URL", registryUrl());
        environment.put("SCHEMA_REGISTRY_AUTO_REGISTER_SCHEMAS", "false");
        environment.put("KAFKA_ENABLE_METRICS_PUSH", "false");
        environment.put("ADMIN_PORT", "0");
        environment.put("SESSION_TIMEOUT", "3s");
        environment.put("STATE_DIR", folder.resolve(service).toString());
        switch (service) {
            case "ingest-service" -> connect(environment, "PASSWORD", "SASL_PLAINTEXT");
            case "publisher-service" -> connect(environment, "TLS", "SASL_SSL");
            case "encoder-service" -> connect(environment, "CERTIFICATE", "SSL");
            default -> throw new IllegalArgumentException(service);
        }
        if (!service.equals("encoder-service")) {
            environment.putAll(ServicePasswords.ofService(service));
        }
        return environment;
    }

    private void connect(Map<String, String> environment, String listener, String protocol) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.get(listener));
        environment.put("KAFKA_SECURITY_PROTOCOL", protocol);
        if (protocol.endsWith("SSL")) {
            tls("client", "broker")
                    .forEach((name, value) -> environment.put(
                            "KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(ServicePasswords.ofBroker(List.of("password", "tls")));
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PASSWORD:SASL_PLAINTEXT,TLS:SASL_SSL,CERTIFICATE:SSL");
        String listeners = ports.entrySet().stream()
                .map(listener -> listener.getKey() + "://localhost:" + listener.getValue())
                .collect(Collectors.joining(","));
        settings.put("listeners", listeners);
        settings.put("advertised.listeners", listeners);
        settings.putAll(tls("broker", "client"));
        settings.put("listener.name.certificate.ssl.client.auth", "required");
        settings.put("listener.name.certificate.ssl.principal.mapping.rules", "RULE:^CN=(.*)$/$1/");
        return settings;
    }

    /** A store of a key is a store of trusted certificates, too: those of its keys. */
    private Map<String, String> tls(String own, String trusted) {
        return Map.of(
                "ssl.keystore.location",
                store(own),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.keystore.type",
                "PKCS12",
                "ssl.truststore.location",
                store(trusted),
                "ssl.truststore.password",
                PASSWORD,
                "ssl.truststore.type",
                "PKCS12");
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private void keyPair(String name, String commonName) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store(name))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}

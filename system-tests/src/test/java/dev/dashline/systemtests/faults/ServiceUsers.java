package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.ServicePasswords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A listener of each broker at which services have passwords, and may do what they have a right to. Whoever comes to
 * the other listener may do everything: clients, the harness, the brokers themselves.
 *
 * @param ports of that listener, one for each broker
 */
record ServiceUsers(List<Integer> ports) {

    ServiceUsers {
        ports = List.copyOf(ports);
    }

    static ServiceUsers of(int brokers) {
        return new ServiceUsers(
                IntStream.range(0, brokers).mapToObj(broker -> Ports.free()).toList());
    }

    /** The settings of a broker, by its number from 1 on. */
    Map<String, String> settings(int broker) {
        Map<String, String> settings = new HashMap<>(ServicePasswords.ofBroker(List.of("services")));
        String listener = "SERVICES://" + address(ports.get(broker - 1));
        settings.put(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SERVICES:SASL_PLAINTEXT");
        settings.put("listeners", listener);
        settings.put("advertised.listeners", listener);
        return settings;
    }

    /** How a service connects. It registers no schema. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>(ServicePasswords.ofService(service));
        environment.put(
                "KAFKA_BOOTSTRAP_SERVERS",
                ports.stream().map(ServiceUsers::address).collect(Collectors.joining(",")));
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        environment.put("SCHEMA_REGISTRY_AUTO_REGISTER_SCHEMAS", "false");
        return environment;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}

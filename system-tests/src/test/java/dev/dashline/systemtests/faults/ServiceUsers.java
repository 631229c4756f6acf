package dev.dashline.systemtests.faults;

import dev.dashline.schemas.rights.ServiceRights;
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

    private static final String PASSWORD = "not-secret";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    ServiceUsers {
        ports = List.copyOf(ports);
    }

    static ServiceUsers of(int brokers) {
        return new ServiceUsers(
                IntStream.range(0, brokers).mapToObj(broker -> Ports.free()).toList());
    }

    /** The settings of a broker, by its number from 1 on. */
    Map<String, String> settings(int broker) {
        String listener = "SERVICES://" + address(ports.get(broker - 1));
        return Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SERVICES:SASL_PLAINTEXT",
                "listeners", listener,
                "advertised.listeners", listener,
                "listener.name.services.sasl.enabled.mechanisms", "PLAIN",
                "listener.name.services.plain.sasl.jaas.config",
                        PLAIN
                                + ServiceRights.SERVICES.stream()
                                        .map(service -> " user_" + service + "=\"" + PASSWORD + "\"")
                                        .collect(Collectors.joining())
                                + ";");
    }

    /** How a service connects. It registers no schema. */
    Map<String, String> environment(String service) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                        ports.stream().map(ServiceUsers::address).collect(Collectors.joining(",")),
                "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG", PLAIN + " username=\"" + service + "\" password=\"" + PASSWORD + "\";",
                "SCHEMA_REGISTRY_AUTO_REGISTER_SCHEMAS", "false");
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}

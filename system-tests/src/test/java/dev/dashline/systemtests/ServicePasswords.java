package dev.dashline.systemtests;

import dev.dashline.schemas.rights.ServiceRights;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Brokers that let nobody do what he has no right to, and the passwords of services there (SASL/PLAIN). */
public final class ServicePasswords {

    private static final String PASSWORD = "not-secret";
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private ServicePasswords() {}

    /**
     * What makes a broker such a one. Who comes to a listener without passwords or certificates may do everything.
     *
     * @param listeners those at which services have passwords, named in small letters
     */
    public static Map<String, String> ofBroker(Collection<String> listeners) {
        Map<String, String> settings = new HashMap<>();
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        String users = ServiceRights.SERVICES.stream()
                .map(service -> " user_" + service + "=\"" + PASSWORD + "\"")
                .collect(Collectors.joining());
        for (String listener : listeners) {
            settings.put("listener.name." + listener + ".sasl.enabled.mechanisms", "PLAIN");
            settings.put("listener.name." + listener + ".plain.sasl.jaas.config", MODULE + users + ";");
        }
        return settings;
    }

    /** What a service has in its environment, beside the protocol and the address. */
    public static Map<String, String> ofService(String service) {
        return Map.of(
                "KAFKA_SASL_MECHANISM",
                "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG",
                MODULE + " username=\"" + service + "\" password=\"" + PASSWORD + "\";");
    }
}

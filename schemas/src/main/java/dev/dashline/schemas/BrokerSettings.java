package dev.dashline.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Settings that bound a deployment and that only the brokers' own configuration can change, with a restart. {@link
 * TopicProvisioner} sets all others.
 */
public final class BrokerSettings {

    private static final String MEMBERS = "group.share.max.size";
    private static final String SESSION = "group.min.session.timeout.ms";

    private static final int MOST_MEMBERS = 1_000;
    private static final int QUICK_SESSION_MILLIS = 3_000;

    private BrokerSettings() {}

    /**
     * Reads the settings of a broker, and says what to change in them.
     *
     * @return one sentence for each setting; none if all are well
     */
    public static List<String> advice(Admin admin) throws InterruptedException {
        try {
            String broker =
                    admin.describeCluster().nodes().get().iterator().next().idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            return advice(admin.describeConfigs(List.of(resource)).all().get().values().stream()
                    .flatMap(config -> config.entries().stream())
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read the settings of the brokers: " + e.getMessage(), e);
        }
    }

    /** @param settings of a broker; one that it does not tell is taken for right */
    static List<String> advice(Map<String, String> settings) {
        List<String> advice = new ArrayList<>();
        if (number(settings, MEMBERS, MOST_MEMBERS) < MOST_MEMBERS) {
            advice.add(MEMBERS + " is " + settings.get(MEMBERS) + ": no more encoder processes get tasks. Set it to "
                    + MOST_MEMBERS + " for a larger fleet, or spread it over cells: dashline topics --cells 2.");
        }
        if (number(settings, SESSION, 0) > QUICK_SESSION_MILLIS) {
            advice.add(SESSION + " is " + settings.get(SESSION) + ": SESSION_TIMEOUT of the services cannot be shorter."
                    + " Set it to 2000, and SESSION_TIMEOUT to 3s, to have a killed service replaced sooner.");
        }
        return advice;
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        String value = settings.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}

package dev.dashline.ingest.status;

import dev.dashline.runtime.kafka.StorePlaces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/** Where the other replicas of ingest-service reach this one. */
public final class ReplicaAddress {

    private ReplicaAddress() {}

    /**
     * As host:port.
     *
     * @param host empty for the address of this machine
     */
    public static String of(Optional<String> host, int port) {
        return StorePlaces.address(host.orElseGet(ReplicaAddress::ofThisMachine), port);
    }

    /** The address of a replica that has no port for others. No other replica has the same, and none can reach it. */
    public static String none() {
        return "no-admin-port-" + UUID.randomUUID() + ".invalid:1";
    }

    /** Containers know their address, but others may not know their name. */
    private static String ofThisMachine() {
        try {
            InetAddress own = InetAddress.getLocalHost();
            return own.isLoopbackAddress() ? own.getHostName() : own.getHostAddress();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

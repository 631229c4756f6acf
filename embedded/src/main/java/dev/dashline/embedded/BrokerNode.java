package dev.dashline.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Which broker of a cluster one is. Each is a controller, too.
 *
 * @param id from 1 on
 * @param port where clients reach it
 * @param controllers where all controllers are, this one included, by the ids of the brokers less 1
 * @param cluster the id of the cluster
 */
record BrokerNode(int id, int port, List<Controller> controllers, Uuid cluster) {

    /** @param folder the id of the folder that it keeps its data in */
    record Controller(int port, Uuid folder) {}

    BrokerNode {
        controllers = List.copyOf(controllers);
    }

    /** The only broker of a new cluster. */
    static BrokerNode alone(int port, int controllerPort) {
        return new BrokerNode(1, port, List.of(new Controller(controllerPort, Uuid.randomUuid())), Uuid.randomUuid());
    }

    /** The brokers of a new cluster, at ports that are free. */
    static List<BrokerNode> together(int brokers) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port = 0; port < 2 * brokers; port++) {
                sockets.add(FreePorts.listen()); // All are open at the same time, so that the ports differ.
            }
            List<Controller> controllers = IntStream.range(0, brokers)
                    .mapToObj(broker -> new Controller(sockets.get(broker).getLocalPort(), Uuid.randomUuid()))
                    .toList();
            Uuid cluster = Uuid.randomUuid();
            return IntStream.range(0, brokers)
                    .mapToObj(broker -> new BrokerNode(
                            broker + 1, sockets.get(brokers + broker).getLocalPort(), controllers, cluster))
                    .toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    int controllerPort() {
        return controllers.get(id - 1).port();
    }

    /** The controllers that clients and other brokers ask first. */
    String bootstrapControllers() {
        return controllers.stream()
                .map(controller -> "127.0.0.1:" + controller.port())
                .collect(Collectors.joining(","));
    }

    /** The same as Kafka formats a folder for them. */
    String voters() {
        return IntStream.range(0, controllers.size())
                .mapToObj(number -> number + 1 + "@127.0.0.1:"
                        + controllers.get(number).port() + ":"
                        + controllers.get(number).folder())
                .collect(Collectors.joining(","));
    }

    /** How many copies there are of what brokers keep: three at most. */
    int copies() {
        return Math.min(3, controllers.size());
    }

    /** As arguments of a program. */
    List<String> arguments() {
        return List.of(Integer.toString(id), Integer.toString(port), cluster.toString(), voters());
    }

    /** Reads {@link #arguments()}. */
    static BrokerNode of(List<String> arguments) {
        List<Controller> controllers = new ArrayList<>();
        for (String voter : arguments.get(3).split(",", -1)) {
            String[] parts = voter.split(":", -1);
            controllers.add(new Controller(Integer.parseInt(parts[1]), Uuid.fromString(parts[2])));
        }
        return new BrokerNode(
                Integer.parseInt(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                controllers,
                Uuid.fromString(arguments.get(2)));
    }
}

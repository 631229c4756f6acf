package dev.dashline.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.Feature;

/**
 * One Kafka broker that is a controller, too. Arguments: the data folder, those of {@link BrokerNode#arguments()}, and
 * settings as NAME=VALUE. Prints {@value #READY} when it serves. It ends when standard input ends, so it never outlives
 * the process that started it.
 */
final class BrokerMain {

    static final String READY = "broker ready";
    /**
     * Keeps coordinator logs short. At start the broker loads them, and only closed segments are compacted. After kill
     * -9, Kafka 4.3.1 loads the group coordinator twice: if the first load has not finished when the second begins, the
     * coordinator comes up empty and may stay unusable until the next start.
     */
    private static final String COORDINATOR_SEGMENT = Integer.toString(1 << 20);

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        // The parent stops reading after the ready line: a log on that pipe would fill it and block the broker.
        PrintStream parent = System.out;
        System.setOut(System.err);
        Path data = Path.of(args[0]);
        BrokerNode node = BrokerNode.of(List.of(args).subList(1, 5));
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data, node);
        }
        Properties config = properties(data, node);
        for (String setting : List.of(args).subList(5, args.length)) {
            int end = setting.indexOf('=');
            set(config, setting.substring(0, end), setting.substring(end + 1));
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        endWithParent();
        server.startup();
        parent.println(READY);
        parent.flush();
        server.awaitShutdown();
    }

    private static void set(Properties config, String name, String value) {
        boolean adds = name.equals("listeners") || name.equals("advertised.listeners");
        config.setProperty(name, adds ? config.getProperty(name) + "," + value : value);
    }

    private static void format(Path data, BrokerNode node) throws Exception {
        new Formatter()
                .setNodeId(node.id())
                .setClusterId(node.cluster().toString())
                .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .setDirectories(List.of(data.toString()))
                .setInitialControllers(DynamicVoters.parse(node.voters()))
                .setHasDynamicQuorum(true)
                .setPrintStream(System.err)
                .run();
    }

    static Properties properties(Path data, BrokerNode node) {
        String copies = Integer.toString(node.copies());
        String acknowledging = Integer.toString(Math.max(1, node.copies() - 1));
        Properties config = new Properties();
        config.setProperty("process.roles", "broker,controller");
        config.setProperty("node.id", Integer.toString(node.id()));
        config.setProperty("controller.quorum.bootstrap.servers", node.bootstrapControllers());
        String clients = "PLAINTEXT://127.0.0.1:" + node.port();
        config.setProperty("listeners", clients + ",CONTROLLER://127.0.0.1:" + node.controllerPort());
        config.setProperty("advertised.listeners", clients);
        config.setProperty("controller.listener.names", "CONTROLLER");
        config.setProperty("log.dirs", data.toString());
        for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            config.setProperty(internal + ".replication.factor", copies);
            config.setProperty(internal + ".num.partitions", "4");
            config.setProperty(internal + ".segment.bytes", COORDINATOR_SEGMENT);
        }
        config.setProperty("transaction.state.log.min.isr", acknowledging);
        config.setProperty("share.coordinator.state.topic.min.isr", acknowledging);
        config.setProperty("default.replication.factor", copies);
        config.setProperty("min.insync.replicas", acknowledging);
        config.setProperty("group.initial.rebalance.delay.ms", "0");
        // A new group assigns work at its members' second heartbeat, which by default comes after 5 s.
        // What a process had that was killed is free for others after some seconds.
        config.setProperty("group.min.session.timeout.ms", "2000");
        config.setProperty("group.share.max.size", "1000");
        config.setProperty("group.share.heartbeat.interval.ms", "500");
        config.setProperty("group.share.min.heartbeat.interval.ms", "500");
        // A member that joins an older group gets its share at its next heartbeat, too, and not a second later.
        config.setProperty("group.share.assignment.interval.ms", "0");
        // A broker that was killed may register again only when its session before has ended: after 9 s by default.
        config.setProperty("broker.session.timeout.ms", "4000");
        config.setProperty("broker.heartbeat.interval.ms", "500");
        config.setProperty("auto.create.topics.enable", "false");
        // The default of 128 MiB is far too much for a handful of keys.
        config.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        config.setProperty("num.network.threads", "2");
        config.setProperty("num.io.threads", "4");
        config.setProperty("background.threads", "2");
        return config;
    }

    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try (InputStream parent = System.in) {
                        if (parent.read() < 0) {
                            System.err.println("parent is gone, stopping");
                        }
                    } catch (IOException e) {
                        System.err.println("parent is gone, stopping: " + e);
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}

package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.BrokerSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicCopies;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates the topics of the catalogue in a cluster. */
@Command(
        name = "topics",
        header = "Create Dashline's topics in a Kafka cluster, with their settings.",
        description = {
            "",
            "Also sets up the encoders' share groups, and says which settings of the brokers themselves to change."
                    + " Topics that have three replicas or more get min.insync.replicas=2. Can be run again and again:"
                    + " what is there already stays, with the catalogue's settings. KAFKA_… in the environment"
                    + " configures the connection, as for the services."
        })
public final class TopicsCommand extends BaseCommand {

    /** With a thousand processes in each, more than any cluster of brokers serves. */
    private static final int MOST_CELLS = 100;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "The cluster (default: $KAFKA_BOOTSTRAP_SERVERS, or localhost:9092).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Replication factor of new topics; the cluster's default if not given.")
    private int replicas = -1;

    @Option(
            names = "--cells",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many topics and share groups the encoders' tasks are spread over, at least (default: 1)."
                    + " A share group has as many members as group.share.max.size of the brokers allows, and each"
                    + " encoder process is one: make another cell if you run more.")
    private int cells = 1;

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        Map<String, String> environment = new HashMap<>(System.getenv());
        bootstrapServers.ifPresent(servers -> environment.put(KafkaSettings.BOOTSTRAP_SERVERS.key(), servers));
        KafkaSettings kafka = KafkaSettings.from(environment);
        if (cells < 1 || cells > MOST_CELLS) {
            throw new CliException("--cells takes a number from 1 to " + MOST_CELLS + ", not " + cells);
        }
        List<String> differences;
        List<Topic<?>> topics;
        List<String> advice;
        Optional<String> copies;
        try (Admin admin = Admin.create(kafka.common())) {
            TopicProvisioner provisioner = new TopicProvisioner(admin, replicas, cells);
            topics = provisioner.topics();
            differences = provisioner.provision();
            advice = BrokerSettings.advice(admin);
            copies = copies(admin);
        } catch (KafkaException | IllegalStateException e) {
            throw new CliException(
                    "the topics could not be made at " + kafka.client().get("bootstrap.servers") + ": " + e.getMessage()
                            + "; see that the brokers can be reached",
                    e);
        }
        topics.forEach(topic -> System.out.println(describe(topic)));
        advice.forEach(sentence -> System.out.println("broker setting " + sentence));
        copies.ifPresent(System.out::println);
        differences.forEach(difference -> System.err.println("dashline: " + difference));
        return differences.isEmpty() ? 0 : CliException.FAILED;
    }

    private static Optional<String> copies(Admin admin) throws InterruptedException {
        TopicCopies copies = new TopicCopies(admin);
        try {
            return TopicCopies.advice(
                    copies.secure(copies.ofDashline(List.of(Topics.INGEST, Topics.ENCODER, Topics.PUBLISHER))));
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot look at the replicas of topics: " + e.getMessage(), e);
        }
    }

    private static String describe(Topic<?> topic) {
        return String.format(
                "%-24s %d partition%s", topic.name(), topic.partitions(), topic.partitions() == 1 ? "" : "s");
    }
}

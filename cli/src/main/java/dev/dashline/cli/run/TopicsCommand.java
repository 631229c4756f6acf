package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.BrokerSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TopicCopies;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.rights.RightsGrant;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the topics of the catalogue in a cluster, and registers their schemas. */
@Command(
        name = "topics",
        header = "Create Dashline's topics in a Kafka cluster, with their settings and schemas.",
        description = {
            "",
            "Also sets up the encoders' share groups, registers the schemas of all topics and state stores, and says"
                    + " which settings of the brokers themselves to change. Topics that have three replicas or more get"
                    + " min.insync.replicas=2. Can be run again and again: what is there already stays, with the"
                    + " catalogue's settings. Run it before each new version, too. KAFKA_… and SCHEMA_REGISTRY_… in the"
                    + " environment configure the connections, as for the services."
        })
public final class TopicsCommand extends BaseCommand {

    /** With a thousand processes in each, more than any cluster of brokers serves. */
    private static final int MOST_CELLS = 100;

    @Mixin
    private KafkaOptions cluster = new KafkaOptions();

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

    @Option(
            names = "--grant",
            description = "Also give each service the rights that it needs, to the principals User:ingest-service,"
                    + " User:encoder-service and User:publisher-service.")
    private boolean grant;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--print",
            description = "Connect to nothing, but print a script for the administrators of the cluster and the"
                    + " registry: it does the same with Kafka's own tools and curl, and also gives each service the"
                    + " rights that it needs.")
    private boolean print;

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet(verbose());
        KafkaSettings kafka = cluster.settings();
        if (cells < 1 || cells > MOST_CELLS) {
            throw new CliException("--cells takes a number from 1 to " + MOST_CELLS + ", not " + cells);
        }
        if (print) {
            SetupScript.lines(replicas, cells).forEach(System.out::println);
            return 0;
        }
        try (Admin admin = Admin.create(kafka.common())) {
            TopicProvisioner provisioner = new TopicProvisioner(admin, replicas, cells);
            SchemaRegistrar schemas = new SchemaRegistrar(kafka.registry());
            RightsGrant rights = new RightsGrant(admin);
            return dryRun ? sayPending(provisioner, rights, schemas) : provision(admin, provisioner, rights, schemas);
        } catch (RegistryUnavailableException e) {
            throw new CliException(
                    "the schemas could not be registered: " + e.getMessage()
                            + "; see that the registry can be reached, then run this again",
                    e);
        } catch (SerializationException e) {
            throw new CliException("the schemas could not be registered: " + e.getMessage(), e);
        } catch (KafkaException | IllegalStateException e) {
            throw new CliException(
                    "the topics could not be made at " + kafka.client().get("bootstrap.servers") + ": " + e.getMessage()
                            + "; see that the brokers can be reached",
                    e);
        }
    }

    private int sayPending(TopicProvisioner provisioner, RightsGrant rights, SchemaRegistrar schemas)
            throws InterruptedException {
        provisioner.pending().forEach(System.out::println);
        if (grant) {
            rights.pending().forEach(System.out::println);
        }
        schemas.missing(SchemaRegistrar.subjects(provisioner.topics()))
                .forEach(subject -> System.out.println("subject " + subject + " would get its schema"));
        return 0;
    }

    private int provision(Admin admin, TopicProvisioner provisioner, RightsGrant rights, SchemaRegistrar schemas)
            throws InterruptedException {
        List<String> differences = provisioner.provision();
        Optional<Integer> granted = grant ? Optional.of(rights.grant()) : Optional.empty();
        List<String> advice = BrokerSettings.advice(admin);
        Optional<String> copies = copies(admin);
        var subjects = SchemaRegistrar.subjects(provisioner.topics());
        schemas.register(subjects);
        provisioner.topics().forEach(topic -> System.out.println(describe(topic)));
        System.out.println(subjects.size() + " subjects have their schemas");
        granted.ifPresent(count -> System.out.println(count + " rights granted to services"));
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

package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.option.EncoderCount;
import dev.dashline.cli.option.StorePlace;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A stack that stays up, for people who develop against it. */
@Command(
        name = "dev",
        header = "Run the whole of Dashline on this machine until Ctrl-C.",
        description = {
            "",
            "Kafka, registry and services, reachable from this machine alone. Its data stays: started again with the"
                    + " same --data-dir it goes on where it was.",
            "",
            "While it runs, dashline encode of the same user has its videos encoded here, and begins at once."
        })
public final class DevCommand extends BaseCommand {

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Where requests are accepted (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(names = "--broker-port", defaultValue = "9092", description = "Kafka (default: ${DEFAULT-VALUE}).")
    private int brokerPort = 9092;

    @Option(
            names = "--registry-port",
            defaultValue = "8081",
            description =
                    "Schema registry (default: ${DEFAULT-VALUE}). 0 for any port that is free, as for the others.")
    private int registryPort = 8081;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".dashline",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path dataDir = Path.of(".dashline");

    @Option(
            names = "--store",
            paramLabel = "gs://BUCKET/PATH",
            description =
                    "Keep videos in Cloud Storage, published ones under videos/ and others under staging/ there, and"
                            + " read any source in that bucket. With STORAGE_EMULATOR_HOST, of an emulator.")
    private @Nullable String store;

    @Option(
            names = "--idle-exit",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "End when there has been no video on its way and no upload for this time: 10m. Never if not"
                    + " given.")
    private Optional<Duration> idleExit = Optional.empty();

    @Mixin
    private EncoderCount encoders = new EncoderCount();

    @Override
    public Integer call() throws InterruptedException {
        Logs.services(verbose());
        StackOptions options = new StackOptions(
                Optional.of(dataDir),
                Optional.ofNullable(store).map(StorePlace::parse).orElseGet(DevCommand::onThisMachine),
                // None is fine: others may join.
                encoders.checked(0),
                new StackOptions.Ports(OptionalInt.of(port), brokerPort, registryPort));
        System.err.println("dashline: starting Kafka and the services ...");
        try (EmbeddedStack stack = EmbeddedStack.start(options)) {
            if (store == null && encoders.checked(0) > 0) {
                stack.announce();
            }
            welcome(stack).forEach(System.out::println);
            IdleWatch watch = IdleWatch.of(new IngestClient(stack.api()), stack::metrics);
            while (idleExit.isEmpty() || watch.idle().compareTo(idleExit.get()) < 0) {
                stack.requireSound();
                TimeUnit.SECONDS.sleep(1);
            }
            System.err.println("dashline: there was no work for the time of --idle-exit, so it ends");
            return 0;
        }
    }

    private static StackOptions.Places onThisMachine() {
        return new StackOptions.Places(Optional.empty(), Optional.empty(), List.of(StorePlace.FILES));
    }

    private List<String> welcome(EmbeddedStack stack) {
        return List.of(
                "",
                "Dashline is up. Its data is in " + dataDir.toAbsolutePath().normalize(),
                "  page      " + stack.api() + "/    drop a video there, and watch it",
                "  API       " + stack.api(),
                "  Kafka     " + stack.bootstrapServers(),
                "  registry  " + stack.registryUrl(),
                "  videos    " + stack.joiningEncoder().get("OUTPUT_URI"),
                "",
                "Hand it a video:     dashline submit video.mp4 --url " + stack.api() + " --wait",
                "Read its events:     kafka-console-consumer.sh --bootstrap-server " + stack.bootstrapServers()
                        + " --topic video-published --from-beginning",
                "Add an encoder:      " + assignments(stack.joiningEncoder())
                        + " STATE_DIR=\"$(mktemp -d)\" ADMIN_PORT=0 dashline run encoder",
                "Stop it:             Ctrl-C",
                "");
    }

    /** As a shell takes them in front of a command. */
    private static String assignments(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "='" + entry.getValue().replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}

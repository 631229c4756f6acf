package dev.dashline.cli.run;

import dev.dashline.cli.base.BaseCommand;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.base.Logs;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.feed.RequestLine;
import dev.dashline.cli.feed.RequestLineReader;
import dev.dashline.cli.option.RateConverter;
import dev.dashline.cli.option.StartUpConverter;
import dev.dashline.cli.simulation.BroadcasterWorkload;
import dev.dashline.cli.simulation.SimulatedFleet;
import dev.dashline.cli.simulation.Simulation;
import dev.dashline.cli.simulation.SimulationSettings;
import dev.dashline.cli.simulation.SimulationSettings.StartUp;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.StackOptions;
import dev.dashline.publisher.pool.PoolStrategy;
import dev.dashline.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries deadlines without encoding anything. */
@Command(
        name = "simulate",
        header = "Try deadlines: the whole of Dashline, with encoders and publishers that only take time.",
        description = {
            "",
            "The same services, topics and state machines on embedded Kafka, in real time. Reads requests from FILE,"
                    + " or from standard input, one JSON object a line:"
                    + " {\"id\":\"…\",\"title\":\"…\",\"provider\":\"…\",\"encodingTime\":6,\"publicationTimeout\":7}"
                    + " in seconds, counted from the start of encoding. Ends when all have ended, with what came of"
                    + " them. Meters are at /metrics."
        })
public final class SimulateCommand extends BaseCommand {

    private static final String BROADCASTER = "broadcaster";

    @Parameters(paramLabel = "FILE|-", arity = "0..1", description = "Requests; standard input if not given.")
    private String input = "-";

    @Option(
            names = "--encoders",
            paramLabel = "N",
            description = "Videos that are encoded at a time (default: $ENCODERS, or 10).")
    private @Nullable Integer encoders;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = RateConverter.class,
            defaultValue = "2/s",
            description = "Requests at most: 2/s, 30/m, max (default: ${DEFAULT-VALUE}).")
    private Rate rate = Rate.UNLIMITED;

    @Option(
            names = "--publisher-startup",
            paramLabel = "TIME..TIME",
            converter = StartUpConverter.class,
            defaultValue = "2s..6s",
            description = "How long publishers take to start, uniformly distributed (default: ${DEFAULT-VALUE}).")
    private StartUp startUp = new StartUp(Duration.ofSeconds(2), Duration.ofSeconds(6));

    @Option(
            names = "--publisher-strategy",
            paramLabel = "WHEN",
            defaultValue = "warm",
            description =
                    "When publishers are started: when a video is encoded (cold), when its encoding starts (parallel),"
                            + " or ahead of need (warm, the default).")
    private String strategy = "warm";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is left to chance (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--workload",
            paramLabel = BROADCASTER,
            description = "Make requests in place of reading them: 1 to 6 s of encoding, and as much time after it.")
    private @Nullable String workload;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "154",
            description = "How many of those (default: ${DEFAULT-VALUE}).")
    private int count = 154;

    @Option(names = "--port", description = "Where requests are accepted, too (default: $PORT, or 8080).")
    private @Nullable Integer port;

    @Option(
            names = "--keep-running",
            description = "Stay until Ctrl-C (also with KEEP_RUNNING=true in the environment).")
    private boolean keepRunning;

    @Option(names = "--json", description = "Print what came of it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Logs.quiet(verbose());
        SimulationSettings settings = new SimulationSettings(
                among("--encoders", number(encoders, "ENCODERS", 10), 1, 1024), rate, startUp, parsedStrategy(), seed);
        int listenAt = among("--port", number(port, "PORT", 8080), 0, 65_535);
        Iterator<RequestLine> lines = requests();
        try (Metrics metrics = new Metrics()) {
            SimulatedFleet fleet = new SimulatedFleet(settings, metrics::scrape);
            StackOptions options = new StackOptions(
                    Optional.empty(),
                    new StackOptions.Places(Optional.empty(), Optional.empty(), List.of()),
                    1,
                    new StackOptions.Ports(OptionalInt.of(listenAt), 0, 0),
                    fleet);
            System.err.println("dashline: starting Kafka and the services ...");
            try (EmbeddedStack stack = EmbeddedStack.start(options)) {
                simulate(new Simulation(stack, fleet, metrics.registry(), System.err), stack, lines);
            }
        }
        return 0;
    }

    private void simulate(Simulation simulation, EmbeddedStack stack, Iterator<RequestLine> lines)
            throws InterruptedException {
        simulation.awaitReady();
        System.err.println("dashline: all are ready; meters are at " + stack.api() + "/metrics");
        simulation.run(lines, rate, () -> true);
        if (json) {
            System.out.println(simulation.json());
        } else {
            simulation.lines().forEach(System.out::println);
        }
        if (staysUp()) {
            System.err.println("dashline: stays up at " + stack.api() + " until Ctrl-C");
            simulation.run(List.<RequestLine>of().iterator(), Rate.UNLIMITED, () -> false);
        }
    }

    private Iterator<RequestLine> requests() throws IOException {
        if (workload != null) {
            if (!workload.equals(BROADCASTER)) {
                throw new CliException(
                        "--workload " + workload + " is not known; there is: " + BROADCASTER, CliException.USAGE);
            }
            return BroadcasterWorkload.of(among("--count", count, 1, 10_000_000), seed);
        }
        if (input.equals("-")) {
            return new RequestLineReader(System.in);
        }
        Path file = Path.of(input);
        if (!Files.isReadable(file)) {
            throw new CliException(input + " cannot be read; nothing was started", CliException.USAGE);
        }
        return new RequestLineReader(Files.newInputStream(file));
    }

    private PoolStrategy parsedStrategy() {
        try {
            return PoolStrategy.valueOf(strategy.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    "--publisher-strategy " + strategy + " is not cold, parallel or warm", CliException.USAGE);
        }
    }

    private boolean staysUp() {
        String set = System.getenv("KEEP_RUNNING");
        return keepRunning
                || (set != null && set.strip().toLowerCase(Locale.ROOT).matches("true|yes|1"));
    }

    private static int number(@Nullable Integer option, String variable, int otherwise) {
        String set = System.getenv(variable);
        if (option != null || set == null || set.isBlank()) {
            return option == null ? otherwise : option;
        }
        try {
            return Integer.parseInt(set.strip());
        } catch (NumberFormatException e) {
            throw new CliException(variable + "=" + set + " is no number", CliException.USAGE);
        }
    }

    private static int among(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CliException(option + " " + value + " is not from " + least + " to " + most, CliException.USAGE);
        }
        return value;
    }
}

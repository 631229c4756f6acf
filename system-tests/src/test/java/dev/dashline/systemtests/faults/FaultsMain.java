package dev.dashline.systemtests.faults;

import dev.dashline.runtime.HttpServerProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The fault harness as a program. Prints the report. Exit code 1: an invariant was violated, or a fault did not
 * happen.
 */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Runs Dashline's processes under a seeded schedule of faults, then checks what they left behind.")
final class FaultsMain implements Callable<Integer> {

    @Option(names = "--requests", defaultValue = "300", description = "Simulated requests (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--encodes", defaultValue = "20", description = "Real encodes (default: ${DEFAULT-VALUE}).")
    private int encodes;

    @Option(names = "--seed", defaultValue = "1", description = "Of schedule and requests (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--kills",
            defaultValue = "6",
            description = "How often each kind of service is killed at least (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--brokers",
            defaultValue = "1",
            description = "How many; with three or more, any one may be away (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(names = "--acl", description = "Services have users of their own, with the rights of the catalogue alone.")
    private boolean rights;

    @Option(
            names = "--broker-kills",
            defaultValue = "1",
            description = "How often the broker that leads the topic of tasks is killed (default: ${DEFAULT-VALUE}).")
    private int brokerKills;

    @Option(
            names = "--outage",
            defaultValue = "180",
            description = "For how many seconds the store is away (default: ${DEFAULT-VALUE}).")
    private int outage;

    @Option(
            names = "--folder",
            required = true,
            description = "Keeps everything of the run; must be empty or not exist.")
    private Path folder = Path.of("");

    @Option(names = "--distribution", required = true, description = "Folder of the jars under test.")
    private Path distribution = Path.of("");

    private FaultsMain() {}

    public static void main(String[] arguments) {
        HttpServerProperties.set();
        // An interrupted run leaves no process behind, not even a frozen one.
        Runtime.getRuntime().addShutdownHook(new Thread(FaultsMain::killAll, "kill-all"));
        System.exit(new CommandLine(new FaultsMain()).execute(arguments));
    }

    private static void killAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public Integer call() throws Exception {
        FaultRunOptions options = new FaultRunOptions(
                folder.toAbsolutePath(),
                distribution.toAbsolutePath(),
                seed,
                requests,
                encodes,
                kills,
                brokers,
                rights,
                brokerKills,
                FaultRunOptions.FREEZE.plus(Duration.ofSeconds(8)),
                Duration.ofSeconds(outage));
        FaultReport report = FaultRun.run(options);
        Files.writeString(folder.resolve("report.md"), report.text());
        System.out.println(report.text());
        return report.isGood() ? 0 : 1;
    }
}

package dev.dashline.systemtests.faults;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link FaultRun} as a program. A fault that did not happen is wrong, too. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Runs Dashline's processes under a seeded schedule of faults, then checks what they left behind.")
final class FaultsMain extends HarnessProgram {

    @Option(names = "--encodes", defaultValue = "20", description = "Real encodes (default: ${DEFAULT-VALUE}).")
    private int encodes;

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

    @Option(names = "--distribution", required = true, description = "Folder of the jars under test.")
    private Path distribution = Path.of("");

    private FaultsMain() {}

    public static void main(String[] arguments) {
        main(new FaultsMain(), arguments);
    }

    @Override
    protected RunReport run() throws Exception {
        FaultReport report = FaultRun.run(new FaultRunOptions(
                folder(),
                distribution.toAbsolutePath(),
                seed,
                requests,
                encodes,
                kills,
                brokers,
                rights,
                brokerKills,
                FaultRunOptions.FREEZE.plus(Duration.ofSeconds(8)),
                Duration.ofSeconds(outage)));
        return new RunReport(report.text(), report.isGood());
    }
}

package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.history.Invariant;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link RollingUpgrade} as a program. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = "Rolls a fleet under load from an older build to this one and back, then checks what is left.")
final class UpgradeMain extends HarnessProgram {

    @Option(names = "--older", required = true, description = "Folder of the jars of the older build.")
    private Path older = Path.of("");

    @Option(names = "--newer", required = true, description = "Folder of the jars of this build.")
    private Path newer = Path.of("");

    private UpgradeMain() {}

    public static void main(String[] arguments) {
        main(new UpgradeMain(), arguments);
    }

    @Override
    protected RunReport run() throws Exception {
        RollingUpgrade.Result result = RollingUpgrade.run(
                new RollingUpgrade.Options(folder(), older.toAbsolutePath(), newer.toAbsolutePath(), seed, requests));
        return new RunReport(text(result), result.isGood());
    }

    private static String text(RollingUpgrade.Result result) {
        StringBuilder text = new StringBuilder();
        text.append(result.history().acknowledged().size())
                .append(" promises, ")
                .append(result.history().published().size())
                .append(" published, ")
                .append(result.history().failed().size())
                .append(" failed, ")
                .append(result.deadLetters())
                .append(" dead letters.\n\n| To | Process | Attempts under way | Ready after |\n|---|---|---:|---:|\n");
        result.steps()
                .forEach(step -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %d | %.1f s |%n",
                        step.to(),
                        step.process(),
                        step.open(),
                        step.ready().toMillis() / 1_000.0)));
        text.append("\n| Invariant | Violations |\n|---|---:|\n");
        for (Invariant invariant : Invariant.values()) {
            long count = result.violations().stream()
                    .filter(each -> each.invariant() == invariant)
                    .count();
            text.append("| ").append(invariant).append(" | ").append(count).append(" |\n");
        }
        result.violations().forEach(each -> text.append("\n- ").append(each));
        return text.toString();
    }
}

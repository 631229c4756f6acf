package dev.dashline.systemtests.faults;

import dev.dashline.runtime.HttpServerProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A run of the harness as a program. Prints its report, and keeps it as {@code report.md} in its folder. Exit code 1:
 * something is wrong with what was tried.
 */
abstract class HarnessProgram implements Callable<Integer> {

    @Option(names = "--requests", defaultValue = "300", description = "Simulated requests (default: ${DEFAULT-VALUE}).")
    protected int requests;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of all that is left to chance (default: ${DEFAULT-VALUE}).")
    protected long seed;

    @Option(
            names = "--folder",
            required = true,
            description = "Keeps everything of the run; must be empty or not exist.")
    private Path folder = Path.of("");

    /** What came of a run. */
    record RunReport(String text, boolean isGood) {}

    /** Does what the arguments ask for, and ends the JVM. An interrupted run leaves no process behind. */
    static void main(HarnessProgram program, String... arguments) {
        HttpServerProperties.set();
        // Frozen processes do not end by themselves.
        Runtime.getRuntime().addShutdownHook(new Thread(HarnessProgram::killAll, "kill-all"));
        System.exit(new CommandLine(program).execute(arguments));
    }

    private static void killAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** The run. */
    protected abstract RunReport run() throws Exception;

    protected final Path folder() {
        return folder.toAbsolutePath();
    }

    @Override
    public final Integer call() throws Exception {
        RunReport report = run();
        Files.writeString(folder().resolve("report.md"), report.text());
        System.out.println(report.text());
        return report.isGood() ? 0 : 1;
    }
}

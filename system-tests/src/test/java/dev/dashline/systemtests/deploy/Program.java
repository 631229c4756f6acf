package dev.dashline.systemtests.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that a machine may have and a test cannot do without. Tests that want one are skipped where it is missing.
 *
 * @param name as in a shell
 * @param folder where it runs
 * @param environment what it has beside the environment of the test
 */
record Program(String name, Path folder, Map<String, String> environment) {

    /** What it printed, errors included. */
    private record Output(int exitCode, String text) {}

    Program {
        environment = Map.copyOf(environment);
    }

    Program(String name, Path folder) {
        this(name, folder, Map.of());
    }

    /** The same with one more variable. */
    Program with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Program(name, folder, more);
    }

    boolean isThere() {
        return name.contains("/")
                || Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
    }

    /** Whether it is there and does this without an error. */
    boolean succeeds(String... arguments) throws IOException, InterruptedException {
        return isThere() && output(arguments).exitCode() == 0;
    }

    /** Returns what it printed. Fails the test if it ends with an error. */
    String run(String... arguments) throws IOException, InterruptedException {
        Output output = output(arguments);
        assertThat(output.exitCode()).as(output.text()).isZero();
        return output.text();
    }

    private Output output(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(name), Stream.of(arguments)).toList())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), text);
    }
}

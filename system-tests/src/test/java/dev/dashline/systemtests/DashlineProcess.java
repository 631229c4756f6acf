package dev.dashline.systemtests;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code dashline} command in a process of its own, started from the packaged jars. */
final class DashlineProcess implements AutoCloseable {

    private static final Pattern API = Pattern.compile("API +(\\S+)");
    /** On a machine that does much else, too. */
    private static final Duration SERVES_WITHIN = Duration.ofMinutes(3);

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path temporary;

    private DashlineProcess(Process process, Path folder) {
        this.process = process;
        this.out = folder.resolve("stdout");
        this.err = folder.resolve("stderr");
        this.temporary = folder.resolve("tmp");
    }

    /**
     * Starts the command.
     *
     * @param folder its working directory, which also keeps its output and its temporary files
     */
    static DashlineProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    /** Starts the command with these environment variables. */
    static DashlineProcess start(Path folder, Map<String, String> environment, String... arguments) {
        try {
            Path temporary = Files.createDirectories(folder.resolve("tmp"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx384m",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    distribution().resolve("*").toString(),
                    "dev.dashline.cli.DashlineMain"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("stdout").toFile())
                    .redirectError(folder.resolve("stderr").toFile());
            // A stack that somebody else runs does not do the work of a test.
            builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
            builder.environment().putAll(environment);
            return new DashlineProcess(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code dashline dev} at free ports; {@link #api} waits for it. */
    static DashlineProcess dev(Path folder, Map<String, String> environment, String... options) {
        Stream<String> ports = Stream.of("--port", "0", "--broker-port", "0", "--registry-port", "0");
        return start(
                folder,
                environment,
                Stream.of(Stream.of("dev"), ports, Stream.of(options))
                        .flatMap(arguments -> arguments)
                        .toArray(String[]::new));
    }

    /** The same, with its data in this folder. */
    static DashlineProcess dev(Path folder, Path data, String... options) {
        return dev(
                folder,
                Map.of(),
                Stream.concat(Stream.of("--data-dir", data.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** Waits until {@code dev} serves; returns the address of its API. */
    String api() {
        return said(API);
    }

    /** Waits until a command that goes on until it is stopped serves; returns the first group of what it said. */
    String said(Pattern pattern) {
        await().atMost(SERVES_WITHIN).until(() -> stdout().contains("Stop it") || !isAlive());
        Matcher said = pattern.matcher(stdout());
        if (!said.find()) {
            throw new AssertionError("it did not say " + pattern + "; its output:\n" + stdout() + stderr());
        }
        return said.group(1);
    }

    /** Waits until it ends; returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("it did not end; its output:\n" + stdout() + stderr());
        }
        return process.exitValue();
    }

    String stdout() {
        return read(out);
    }

    String stderr() {
        return read(err);
    }

    /** The line of its {@code --json} output for this input. */
    JsonNode outcomeOf(String input) throws IOException {
        for (String line : stdout().lines().toList()) {
            JsonNode outcome = new ObjectMapper().readTree(line);
            if (outcome.get("input").asText().equals(input)) {
                return outcome;
            }
        }
        throw new AssertionError("no line for " + input + " in:\n" + stdout());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processes that it has started, directly or indirectly. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Sends SIGKILL, as the kernel does when memory runs out. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The temporary files that it has left behind. */
    List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = descendants();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static Path distribution() {
        Path lib = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling(Path.of("cli", "target", "dashline", "lib"));
        if (!Files.isDirectory(lib)) {
            throw new AssertionError(lib + " does not exist: run mvn package first");
        }
        return lib;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

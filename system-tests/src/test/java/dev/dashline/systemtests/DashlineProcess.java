package dev.dashline.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code dashline} command in a process of its own, started from the packaged jars. */
final class DashlineProcess implements AutoCloseable {

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
            builder.environment().putAll(environment);
            return new DashlineProcess(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

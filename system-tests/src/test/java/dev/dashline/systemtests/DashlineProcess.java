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

/** The {@code dashline} command in a process of its own, from the jars that are delivered. */
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
     * @param folder its working directory; what it writes, and its temporary files, are kept in it too
     */
    static DashlineProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    /** The same with these variables in its environment. */
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

    /** Waits for its end, and returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("it does not end; it has said:\n" + stdout() + stderr());
        }
        return process.exitValue();
    }

    String stdout() {
        return read(out);
    }

    String stderr() {
        return read(err);
    }

    /** What it has said, with {@code --json}, of the video that was given by this name. */
    JsonNode outcomeOf(String input) throws IOException {
        for (String line : stdout().lines().toList()) {
            JsonNode outcome = new ObjectMapper().readTree(line);
            if (outcome.get("input").asText().equals(input)) {
                return outcome;
            }
        }
        throw new AssertionError("nothing is said of " + input + " in:\n" + stdout());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All processes that it has started, and those that they have. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** What Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** What a power cut does, or the kernel when memory runs out. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What it has left behind among the temporary files. */
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
            throw new AssertionError(lib + " is not there: build it with mvn package");
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

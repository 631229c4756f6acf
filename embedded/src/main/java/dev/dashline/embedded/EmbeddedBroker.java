package dev.dashline.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker on this machine. It has a JVM of its own because Kafka's fault handler may halt the JVM, and
 * because tests kill it. Listens on 127.0.0.1 only. Data folder and ports stay the same when it is restarted.
 *
 * <p>Methods are safe for use by any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final String LOG = "broker.log";
    private static final String PORTS = "ports.properties";

    private final Path folder;
    private final BrokerNode node;
    private final Map<String, String> settings;
    private Process process;

    private EmbeddedBroker(Path folder, BrokerNode node, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.node = node;
        this.settings = Map.copyOf(settings);
        this.process = launch();
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param folder where its data and its log are; made if absent, reopened if not
     * @param port where it listens; 0 for the one it had before in this folder, or else any free one
     * @throws UncheckedIOException if it does not start; the message names its log
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /**
     * Starts a broker whose configuration differs.
     *
     * @param settings replace those of other embedded brokers, by their Kafka names; kept over restarts. Those of
     *     {@code listeners} and {@code advertised.listeners} come in addition.
     */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            Properties ports = ports(folder);
            int client = port != 0 ? port : Integer.parseInt(ports.getProperty("client", "0"));
            int controller = Integer.parseInt(ports.getProperty("controller", "0"));
            // Both sockets are open at the same time, so that the ports differ.
            try (ServerSocket one = FreePorts.listen();
                    ServerSocket other = FreePorts.listen()) {
                client = client != 0 ? client : one.getLocalPort();
                controller = controller != 0 ? controller : other.getLocalPort();
            }
            ports.setProperty("client", Integer.toString(client));
            ports.setProperty("controller", Integer.toString(controller));
            try (var out = Files.newBufferedWriter(folder.resolve(PORTS))) {
                ports.store(out, null);
            }
            return start(folder, BrokerNode.alone(client, controller), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Starts one broker of a cluster. */
    static EmbeddedBroker start(Path folder, BrokerNode node, Map<String, String> settings) {
        try {
            return new EmbeddedBroker(folder.toAbsolutePath(), node, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + node.port();
    }

    /** Process id of its JVM. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Whether its JVM runs. */
    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it at once, as a power cut would (SIGKILL). */
    public synchronized void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again on the same data and ports, after {@link #kill()} or {@link #close()}. */
    public synchronized void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("the broker runs");
        }
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().addKeyValue("pid", process.pid()).log("broker did not stop, killing it");
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        Path data = folder.resolve("data");
        List<String> command = new ArrayList<>(List.of(
                // Ctrl-C goes to all processes of a terminal, but the services need the broker to stop cleanly. A JVM
                // does not handle a signal that was ignored when it started.
                "sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "broker",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        command.addAll(sharedArchive());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(BrokerMain.class.getName());
        command.add(data.toString());
        command.addAll(node.arguments());
        settings.forEach((name, value) -> command.add(name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LOG_FORMAT", "plain");
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve(LOG).toFile()));
        Process started = builder.start();
        if (!servesBeforeItEnds(started)) {
            started.destroyForcibly();
            throw new IOException("the broker did not start (" + lastError() + "); its log is " + folder.resolve(LOG));
        }
        return started;
    }

    /** The class-data archive of this JVM, if any: the broker has the same class path. */
    private static List<String> sharedArchive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .toList();
    }

    /**
     * Waits for the broker's ready line; false if the broker ends before, for example because it took too long and was
     * killed.
     */
    private static boolean servesBeforeItEnds(Process broker) throws IOException {
        CompletableFuture<Void> impatience = CompletableFuture.runAsync(
                broker::destroyForcibly,
                CompletableFuture.delayedExecutor(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        BufferedReader output = broker.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(BrokerMain.READY)) {
                return impatience.cancel(false);
            }
        }
        return false;
    }

    /** The last line of its log that mentions an exception, because the log may be deleted with the folder. */
    private String lastError() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(LOG))) {
            return lines.filter(line -> line.contains("Exception") && !line.startsWith("\tat "))
                    .reduce((earlier, later) -> later)
                    .orElse("no reason in its log");
        }
    }

    private static Properties ports(Path folder) throws IOException {
        Properties ports = new Properties();
        Path file = folder.resolve(PORTS);
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                ports.load(in);
            }
        }
        return ports;
    }
}

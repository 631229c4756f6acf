package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One replica of a service, in a JVM of its own. It keeps its name, port and folders over restarts. Thread-safe. */
final class ServiceProcess {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(70);

    /** Which service. */
    enum Kind {
        INGEST,
        PUBLISHER,
        ENCODER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final String name;
    private final Launch launch;
    private final int adminPort = Ports.free();
    private final Map<String, String> environment = new HashMap<>();
    private final FakeClock clock;
    private final HttpClient http = HttpClient.newHttpClient();
    private Path distribution;
    private @Nullable Process process;
    private boolean wanted;
    private boolean frozen;

    /**
     * How processes are started.
     *
     * @param distribution folder of the jars
     * @param folder folder of the run
     * @param pauses folder in which pause points are armed
     */
    record Launch(Path distribution, Path folder, Path pauses) {

        /** Starts processes from the jars that the build has made. */
        static Launch built(Path folder) throws IOException {
            Path distribution = Path.of(System.getProperty("basedir", ""))
                    .toAbsolutePath()
                    .resolveSibling(Path.of("cli", "target", "dashline", "lib"));
            return new Launch(distribution, folder, Files.createDirectories(folder.resolve("pauses")));
        }
    }

    ServiceProcess(Kind kind, int number, Launch launch, Map<String, String> environment) {
        this.kind = kind;
        this.name = kind.id() + "-" + number;
        this.launch = launch;
        this.distribution = launch.distribution();
        this.clock = new FakeClock(launch.folder().resolve(name + ".clock"));
        this.environment.putAll(environment);
        this.environment.put("ADMIN_PORT", Integer.toString(adminPort));
        this.environment.put("STATE_DIR", folder("state").toString());
        this.environment.put("WORK_DIR", folder("work").toString());
        this.environment.put("KAFKA_ENABLE_METRICS_PUSH", "false");
        this.environment.put("LOG_FORMAT", "plain");
        this.environment.put("SESSION_TIMEOUT", "3s");
        this.environment.put("DRAIN_TIMEOUT", "10s");
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    /** Its clock, if it is started with {@link FakeClock#environment()}. */
    FakeClock clock() {
        return clock;
    }

    synchronized void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Has it run other jars from its next start on. */
    synchronized void use(Path jars) {
        distribution = jars;
    }

    synchronized void start() {
        wanted = true;
        frozen = false;
        try {
            Path folder = Files.createDirectories(launch.folder().resolve(name));
            Path temporary = Files.createDirectories(folder.resolve("tmp"));
            ProcessBuilder builder = new ProcessBuilder(
                            Stream.concat(java(temporary).stream(), Stream.of("run", kind.id()))
                                    .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it should run but does not. */
    synchronized boolean isMissing() {
        return wanted && !isAlive();
    }

    /** Whether it runs and is not frozen. */
    synchronized boolean isUp() {
        return isAlive() && !frozen;
    }

    synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    /** The FFmpeg processes that it has started. */
    synchronized List<ProcessHandle> ffmpegs() {
        return process == null
                ? List.of()
                : process.descendants().filter(Shell::isFfmpeg).toList();
    }

    /** Sends SIGKILL. {@link ServiceFleet} restarts it. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    synchronized void freeze() throws InterruptedException {
        frozen = true;
        Shell.signal("STOP", pid());
    }

    synchronized void thaw() throws InterruptedException {
        Shell.signal("CONT", pid());
        frozen = false;
    }

    /** Keeps {@link ServiceFleet} from restarting it until {@link #start()}. */
    synchronized void hold() {
        wanted = false;
    }

    /** Stops it by SIGTERM; false if it had to be killed. */
    boolean stop() throws InterruptedException {
        Process current;
        synchronized (this) {
            wanted = false;
            current = process;
        }
        if (current == null || !current.isAlive()) {
            return true;
        }
        current.destroy();
        if (current.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        current.destroyForcibly().onExit().join();
        return false;
    }

    boolean isReady() {
        return readiness().filter(answer -> answer.statusCode() == 200).isPresent();
    }

    /** Why it is not ready, in its own words; empty if it is ready or does not answer. */
    Optional<String> notReadyBecause() {
        return readiness().filter(answer -> answer.statusCode() != 200).map(HttpResponse::body);
    }

    private Optional<HttpResponse<String>> readiness() {
        try {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + "/health/ready");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    Path folder(String part) {
        return launch.folder().resolve(name).resolve(part);
    }

    private List<String> java(Path temporary) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                // An archive of loaded classes halves the work of a start. The JVM ignores a missing one.
                "-XX:SharedArchiveFile=" + launch.folder().resolve("classes.jsa"),
                "-Djava.io.tmpdir=" + temporary,
                "-Ddashline.pause.folder=" + launch.pauses(),
                "-cp",
                distribution.resolve("*").toString(),
                "dev.dashline.cli.DashlineMain");
    }
}

package dev.dashline.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exit statuses and what is said on the way, seen from outside: each in a JVM of its own. */
@Timeout(60)
class ServiceMainTest {

    @Test
    void closesGracefullyOnSigterm() throws Exception {
        Process process = start("runs");
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            awaitLine(lines, "running");

            process.toHandle().destroy(); // Process.destroy would close what the last words are read from.

            assertThat(lines.lines()).contains("closed");
            assertThat(status(process)).isEqualTo(128 + 15);
        }
    }

    @Test
    void closesAndExitsWith1OnAFatalError() throws Exception {
        Run run = run("breaks");

        assertThat(run.status).isEqualTo(ServiceMain.EXIT_FAULT);
        assertThat(run.lines)
                .contains("closed")
                .anySatisfy(line -> assertThat(line).contains("IllegalStateException: broken"));
    }

    @Test
    void exitsWith1WhenItCannotStart() throws Exception {
        Run run = run("cannot-start");

        assertThat(run.status).isEqualTo(ServiceMain.EXIT_FAULT);
        assertThat(run.lines).contains("closed");
    }

    /** What it has begun by then waits for two hours. */
    @Test
    void exitsWith1WhenTheClockWasSetBackWhileItStarted() throws Exception {
        Run run = run("starts-as-the-clock-is-set-back");

        assertThat(run.status).isEqualTo(ServiceMain.EXIT_FAULT);
        assertThat(run.lines)
                .anySatisfy(line -> assertThat(line).contains("clock was set back"))
                .doesNotContain("closed");
    }

    @Test
    void exitsWith1WhenItCannotBeSetUp() throws Exception {
        assertThat(run("port-taken").status).isEqualTo(ServiceMain.EXIT_FAULT);
    }

    @Test
    void printsEveryMistakeOnALineAndExitsWith2() throws Exception {
        Run run = run("misconfigured", "LOG_LEVEL", "LOUD", "SLOTS", "0");

        assertThat(run.status).isEqualTo(ServiceMain.EXIT_USAGE);
        assertThat(run.lines)
                .containsExactly(
                        "configuration: LOG_LEVEL=LOUD must be TRACE, DEBUG, INFO, WARN, ERROR or OFF",
                        "configuration: SLOTS=0 must be a whole number from 1 to 64",
                        "configuration: NAME must be set: any text");
    }

    @Test
    void exitsWith2WhenKafkaRefusesAPropertyPassedThrough() throws Exception {
        Run run = run("kafka", "KAFKA_SECURITY_PROTOCOL", "NONE_SUCH");

        assertThat(run.status).isEqualTo(ServiceMain.EXIT_USAGE);
        assertThat(run.lines)
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("configuration: ").contains("security.protocol", "NONE_SUCH"));
    }

    /** Or an orchestrator would take it for dead. */
    @Test
    void isLiveAlsoAfterSomeWhoStoppedInTheMiddleOfARequest() throws Exception {
        Process process = start("tells-its-health");
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            String port = lines.lines()
                    .filter(line -> line.matches("\\d+"))
                    .findFirst()
                    .orElseThrow();
            try (Socket one = ask(port, "GET /h");
                    Socket other = ask(port, "GET /h")) {
                assertThat(one.getInputStream().read()).isEqualTo(-1);
                assertThat(other.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket whole = ask(port, "GET /health/live HTTP/1.0\r\n\r\n")) {
                assertThat(whole.getInputStream().readAllBytes())
                        .asString(UTF_8)
                        .contains("200")
                        .endsWith("live\n");
            }
        } finally {
            process.destroy();
        }
    }

    private static Socket ask(String port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private record Run(int status, List<String> lines) {}

    private static Run run(String behaviour, String... environment) throws IOException, InterruptedException {
        Process process = start(behaviour, environment);
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            List<String> lines = reader.lines().collect(Collectors.toCollection(ArrayList::new));
            return new Run(status(process), lines);
        }
    }

    private static Process start(String behaviour, String... environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeMain.class.getName(),
                        behaviour)
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("LOG_") || key.startsWith("JAVA_TOOL"));
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        return builder.start();
    }

    private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
        String line = "";
        while (!line.equals(wanted)) {
            line = Objects.requireNonNull(lines.readLine(), "ended without saying " + wanted);
        }
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, SECONDS)).isTrue();
        return process.exitValue();
    }
}

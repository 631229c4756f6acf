package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.embedded.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Prometheus with the rules of deploy/monitoring. It scrapes and judges once a second, an alert fires at once, and
 * what waits is old after ten seconds: how long a cause has to be there is left to rules.test.yml.
 */
final class Prometheus implements AutoCloseable {

    private static final ObjectMapper json = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI uri;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.uri = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param adminPorts where services show their meters, by their names
     */
    static Prometheus start(Path folder, Map<String, Integer> adminPorts) throws IOException {
        int port = FreePorts.find();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("rules.yml"), hurried(Files.readString(Alert.FOLDER.resolve("rules.yml"))));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\nscrape_configs:\n"
                        + adminPorts.entrySet().stream()
                                .map(service -> "  - job_name: " + service.getKey()
                                        + "\n    static_configs: [{targets: ['127.0.0.1:" + service.getValue()
                                        + "']}]\n")
                                .collect(Collectors.joining()));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new Prometheus(process, port);
    }

    private static String hurried(String rules) {
        return rules.replaceAll("(?m)^ +for: .*\n", "").replaceAll("(?<age>oldest_seconds[^>]* > )\\d+'", "${age}10'");
    }

    /** The names of the alerts that fire now. */
    Set<String> firing() throws IOException, InterruptedException {
        return alerts("ALERTS{alertstate=\"firing\"}");
    }

    /** The names of the alerts that have fired since it began. */
    Set<String> fired() throws IOException, InterruptedException {
        return alerts("last_over_time(ALERTS{alertstate=\"firing\"}[1h])");
    }

    /** Whether it has a value of this query. */
    boolean has(String query) throws IOException, InterruptedException {
        return !ask(query).isEmpty();
    }

    private Set<String> alerts(String query) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        ask(query).forEach(alert -> names.add(alert.at("/metric/alertname").asText()));
        return names;
    }

    private JsonNode ask(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        uri.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .build();
        String answer = http.send(request, BodyHandlers.ofString()).body();
        return json.readTree(answer).at("/data/result");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

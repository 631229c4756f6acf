package dev.dashline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.dashline.cli.option.StorePlace;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.StackOptions;
import dev.dashline.cli.stack.StackServices;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands that read Kafka themselves, on a stack with two slots whose encoder only takes time. */
class FailedAndLagIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LONG = "10m";
    /** The scheduler reports once a second, and the command asks for it a moment later. */
    private static final Duration BETWEEN_REPORTS = Duration.ofMillis(1_500);

    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final StackServices TWO_SLOTS = new StackServices() {
        @Override
        public boolean usesFfmpeg() {
            return false;
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("ENCODER_KIND", "simulated", "ENCODER_SLOTS", "2");
        }
    };

    private static EmbeddedStack stack;

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.start(new StackOptions(
                Optional.empty(),
                new StackOptions.Places(Optional.empty(), Optional.empty(), List.of(StorePlace.FILES)),
                1,
                StackOptions.Ports.ANY,
                TWO_SLOTS));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void findsASchemaForEverySubjectSoThatAForeignProducerMayComeFirst() {
        var subjects = SchemaRegistrar.subjects(TopicProvisioner.topics(1));

        assertThat(new SchemaRegistrar(stack.kafka().registry()).missing(subjects))
                .isEmpty();
    }

    @Test
    void tellsWhatFailedAndTriesAgainWhatIsMeant() throws Exception {
        String late = submit(LONG, "PT0.5S");
        String moved = submit(LONG, "PT0.5S");
        String invalid = submit("no time", "PT1H");
        String letter = produceGarbage();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(failed("list").lines())
                        .anyMatch(line -> line.contains(late + "  attempt 1  DEADLINE_EXCEEDED"))
                        .anyMatch(line -> line.contains(moved + "  attempt 1  DEADLINE_EXCEEDED"))
                        .anyMatch(line -> line.contains(invalid + "  attempt 1  INVALID_REQUEST"))
                        .anyMatch(line -> line.contains(letter + "  attempt 0  UNDECODABLE_RECORD")));
        await().atMost(SOON).until(() -> state(moved).equals("failed"));
        post("/videos/" + moved + "/replay", "{\"deadline\": null}");
        await().atMost(SOON).until(() -> state(moved).equals("encoding"));
        cancel(moved);
        await().atMost(SOON)
                .until(() -> failed("list", "--code", "cancelled").contains(moved + "  attempt 2  CANCELLED"));

        List<JsonNode> listed = lines(failed("list", "--json", "--since", "1h", "--code", "UNDECODABLE_RECORD"));
        assertThat(listed).singleElement().satisfies(one -> {
            assertThat(one.path("videoId").isNull()).isTrue();
            assertThat(one.path("undecodable").path("topic").asText()).isEqualTo("video-requested");
            assertThat(one.path("undecodable").path("value").asText()).isEqualTo("/w==");
        });
        assertThat(failed("list", "--since", "1ms")).isEmpty();
        assertThat(failed("show", letter)).contains("UNDECODABLE_RECORD", "a key");
        assertThat(lines(failed("show", "--json", moved)))
                .extracting(one -> one.path("attempt").asInt())
                .containsExactly(1, 2);

        await().atMost(SOON)
                .until(() -> List.of(state(late), state(moved), state(invalid))
                        .equals(List.of("failed", "failed", "failed")));
        assertThat(replay("--code", "DEADLINE_EXCEEDED", "--dry-run").lines()).containsExactly(late);
        assertThat(replay("--all", "--dry-run").lines()).contains(late, moved).doesNotContain(invalid, letter);
        assertThat(replay("--code", "DEADLINE_EXCEEDED", "--deadline", "1h"))
                .isEqualToIgnoringNewLines(late + "  attempt 2");
        await().atMost(SOON).until(() -> state(late).equals("encoding"));
        assertThat(replay("--code", "DEADLINE_EXCEEDED", "--dry-run")).isEmpty();
        assertThat(replay("--code", "DEADLINE_EXCEEDED")).isEmpty();
        cancel(late);
    }

    @Test
    void tellsWhatWaitsAndWhatRuns() throws Exception {
        List<String> videos =
                List.of(submit(LONG, "PT1H"), submit(LONG, "PT1H"), submit(LONG, "PT1H"), submit(LONG, "PT1H"));
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode tasks = tasks();
            assertThat(tasks.path("running").asInt()).isEqualTo(2);
            assertThat(tasks.path("waiting").asInt()).isEqualTo(2);
            assertThat(tasks.path("oldestWaitingMs").asLong()).isPositive();
        });
        for (String video : videos) {
            cancel(video);
        }
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(tasks().path("waiting").asInt()).isZero();
            assertThat(tasks().path("running").asInt()).isZero();
            assertThat(tasks().path("oldestWaitingMs").isNull()).isTrue();
        });
    }

    @Test
    void tellsWhileItWatchesWhenAllWillBeDoneThoughThePlanWasWrong() throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Instant> done;
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            String video = submit(
                    "PT1H",
                    Map.of("simulatedChunks", "60", "simulatedEncodingTime", "30s", "simulatedPredictedTime", "15s"));
            background.execute(() -> DashlineMain.commandLine()
                    .execute(
                            "lag",
                            "--watch",
                            "--json",
                            "--bootstrap-servers",
                            stack.bootstrapServers(),
                            "--registry",
                            stack.registryUrl()));
            await().atMost(Duration.ofMinutes(2)).until(() -> state(video).equals("published"));
            done = chunksDone(video);
        } finally {
            background.shutdownNow();
            assertThat(background.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            System.setOut(before);
        }

        assertThat(done).hasSize(60);
        Instant end = done.get(59);
        List<JsonNode> said = lines(out.toString(UTF_8)).stream()
                .filter(line -> at(line).isAfter(done.get(9)) && at(line).isBefore(end))
                .toList();
        assertThat(said).hasSizeGreaterThan(2).allSatisfy(line -> {
            Duration truth = Duration.between(at(line), end);
            assertThat(Duration.ofMillis(tasks(line).path("timeToDrainMs").asLong()))
                    .isCloseTo(truth, truth.dividedBy(4).plus(BETWEEN_REPORTS));
        });
    }

    private static Instant at(JsonNode line) {
        return Instant.parse(line.path("at").asText());
    }

    /** When each chunk of a video was done, in order. */
    private static List<Instant> chunksDone(String video) {
        Map<String, Object> config = stack.kafka().common();
        try (KafkaConsumer<String, EncoderTaskResult> consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                stack.kafka().serdes().of(Topics.ENCODER_TASK_RESULTS).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ENCODER_TASK_RESULTS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Instant> done = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(video) && record.value().getOutcome() instanceof Transcoded) {
                        done.add(record.value().getAt());
                    }
                });
            }
            return done.stream().sorted().toList();
        }
    }

    @Test
    void drainsAnEncoderByItsNameAndTakesThatBack() throws Exception {
        JsonNode worker = workers().get(0);
        String name = worker.path("worker").asText();
        assertThat(worker.path("draining").asBoolean()).isFalse();

        Invocation unknown = drain("nobody");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("no encoder is named nobody; alive are: " + name);

        String runs = submit(LONG, "PT1H");
        await().atMost(SOON).until(() -> state(runs).equals("encoding"));
        Invocation early = drain(name, "--timeout", "1s");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err())
                .contains("the order holds", name + " is draining: ordered to take no tasks, 1 task runs");
        assertThat(workers().get(0).path("drainingBecause").asText()).isEqualTo("draining: ordered to take no tasks");
        cancel(runs);
        assertThat(drain(name).out()).isEqualToIgnoringNewLines(name + " is drained");

        String waits = submit("0s", "PT1H");
        await().atMost(SOON).until(() -> state(waits).equals("requested"));
        assertThat(drain(name, "--undo").out()).isEqualToIgnoringNewLines(name + " takes tasks");
        await().atMost(SOON).until(() -> state(waits).equals("published"));
    }

    private static Invocation drain(String worker, String... options) {
        List<String> all = new ArrayList<>(List.of("drain", worker));
        all.addAll(List.of(options));
        all.addAll(List.of("--bootstrap-servers", stack.bootstrapServers(), "--registry", stack.registryUrl()));
        return Invocation.of(all.toArray(new String[0]));
    }

    private static JsonNode workers() throws Exception {
        return json.readTree(run(List.of("lag"), "--json")).path("workers");
    }

    private static JsonNode tasks() throws Exception {
        return tasks(json.readTree(run(List.of("lag"), "--json")));
    }

    private static JsonNode tasks(JsonNode lag) {
        JsonNode groups = lag.path("groups");
        return StreamSupport.stream(groups.spliterator(), false)
                .filter(line -> line.path("topic").asText().equals(Topics.ENCODER_TASKS.name())
                        && line.path("group").asText().equals("encoder"))
                .findFirst()
                .orElse(MissingNode.getInstance()); // until the scheduler has reported for the first time
    }

    /** The name of the dead letter. */
    private static String produceGarbage() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(stack.kafka().producer(), new StringSerializer(), new ByteArraySerializer())) {
            RecordMetadata place = producer.send(
                            new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), "a key", new byte[] {-1}))
                    .get();
            return place.topic() + "/" + place.partition() + "/" + place.offset();
        }
    }

    private static String submit(String encodingTime, String timeout) throws Exception {
        return submit(timeout, Map.of("simulatedEncodingTime", encodingTime));
    }

    private static String submit(String timeout, Map<String, String> labels) throws Exception {
        String body = json.createObjectNode()
                .put("source", "file:///nowhere.mp4")
                .put("publicationTimeout", timeout)
                .set("labels", json.valueToTree(labels))
                .toString();
        return post("/videos", body).path("id").asText();
    }

    private static String state(String videoId) throws Exception {
        return send(request("/videos/" + videoId).GET()).path("state").asText();
    }

    private static void cancel(String videoId) throws Exception {
        send(request("/videos/" + videoId).DELETE());
    }

    private static JsonNode post(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(stack.api() + path));
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        var response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return json.readTree(response.body());
    }

    private static String failed(String... arguments) {
        return run(List.of("failed"), arguments);
    }

    private static String replay(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("failed", "replay", "--url", stack.api().toString()));
        all.addAll(List.of(arguments));
        return run(all);
    }

    private static List<JsonNode> lines(String text) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(json.readTree(line));
        }
        return lines;
    }

    private static String run(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", stack.bootstrapServers(), "--registry", stack.registryUrl()));
        return run(all);
    }

    private static String run(List<String> line) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            assertThat(DashlineMain.commandLine().execute(line.toArray(new String[0])))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8);
    }
}

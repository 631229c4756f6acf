package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.telemetry.BacklogLimit;
import dev.dashline.ingest.telemetry.Telemetry;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.view.StatusJson;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiServerTest {

    private static final String BODY = "{\"source\": \"gs://input/a.mp4\"}";

    private final ManualClock clock = new ManualClock(Events.T0);
    private final InMemoryVideos videos = new InMemoryVideos();
    private final Deployment deployment = new Deployment(videos, clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ApiServer server = new ApiServer(
            new ApiSettings("127.0.0.1", 0, 1_024, Duration.ofMillis(500), 2),
            Admission.ANYBODY_HERE,
            deployment.operations(videos.api(
                    clock, new BacklogLimit(Optional.of(Duration.ofSeconds(20)), deployment.encoders::backlog))),
            meters,
            Map.of());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void acceptsARequestAndSaysWhereItsStatusIs() {
        Answer accepted = api().post("/videos", BODY);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo("/videos/" + accepted.text("id"));
        assertThat(accepted.text("status")).isEqualTo(accepted.header("Location"));
        assertThat(api().get(accepted.header("Location")).text("state")).isEqualTo("requested");
        assertThat(meters.get("dashline.ingest.accepted").counter().count()).isEqualTo(1);
    }

    @Test
    void everyRefusalIsAProblem() {
        problem(api().post("/videos", "{}"), 400, "invalid-request");
        problem(api().post("/videos", BODY, "Idempotency-Key", "a b"), 400, "invalid-request");
        problem(api().post("/videos", "{\"source\": \"gs://out/a.mp4\"}"), 403, "source-forbidden");
        problem(api().get("/videos/no-such"), 404, "not-found");
        problem(api().get("/nothing"), 404, "not-found");
        problem(api().send(api().request("/videos").DELETE()), 405, "method-not-allowed");
        problem(api().post("/videos", " ".repeat(2_000)), 413, "too-large");
        problem(
                api().send(api().request("/videos")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2_000])))),
                413,
                "too-large");
        problem(api().post("/videos", BODY, "Content-Type", "text/plain"), 415, "unsupported-media-type");
        problem(api().send(api().request("/videos").POST(BodyPublishers.noBody())), 415, "unsupported-media-type");
        problem(api().get("/videos?state=lost"), 400, "invalid-request");
        problem(api().get("/videos?limit=0"), 400, "invalid-request");
        problem(api().get("/progress"), 400, "invalid-request");
        problem(api().get("/progress?id=v" + "&id=v".repeat(50)), 400, "invalid-request");
        problem(api().get("/videos?limit=501"), 400, "invalid-request");
        problem(api().get("/videos?cursor=0"), 400, "invalid-request");
        problem(api().get("/videos?label=team"), 400, "invalid-request");
        problem(api().get("/videos?from=yesterday"), 400, "invalid-request");
        problem(api().get("/videos?labels=team%3Dnews"), 400, "invalid-request");
        problem(api().get("/videos?state=failed&state=published"), 400, "invalid-request");
        problem(api().post("/videos/v/replay", ""), 404, "not-found");
        problem(
                api().post("/videos", "{\"source\": \"gs://input/a\", \"deadline\": \"2020-01-01T00:00:00Z\"}"),
                400,
                "invalid-request");
        assertThat(meters.get("dashline.ingest.rejected")
                        .tag("reason", "too-large")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void noHeaderMakesAnotherMethodOfARequest(String header) {
        String id = api().post("/videos", "{\"source\": \"gs://input/a.mp4\"}")
                .json()
                .path("id")
                .asText();

        problem(api().send(api().request("/videos/" + id).header(header, "DELETE")), 400, "method-override");
        problem(api().post("/videos", "{\"source\": \"gs://input/b.mp4\"}", header, "GET"), 400, "method-override");

        assertThat(api().get("/videos/" + id).json().path("state").asText()).isEqualTo("requested");
        assertThat(api().get("/videos").json().path("videos")).hasSize(1);
    }

    @Test
    void aBodyThatComesTooSlowlyIsNotWaitedFor() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String begun = "POST /videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 9\r\n\r\n{";
            socket.getOutputStream().write(begun.getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("problem:too-slow");
        }
    }

    @Test
    void aBodyThatComesByteByByteIsNotWaitedForEither() throws IOException {
        ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream body = socket.getOutputStream();
            String head = """
                    POST /videos HTTP/1.1
                    Host: localhost
                    Content-Type: application/json
                    Content-Length: 999

                    """;
            body.write(head.replace("\n", "\r\n").getBytes(US_ASCII));
            var unused = trickle.scheduleAtFixedRate(() -> writeSpace(body), 0, 50, TimeUnit.MILLISECONDS);
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            assertThat(status).startsWith("HTTP/1.1 408");
        } finally {
            trickle.shutdownNow();
        }
    }

    private static void writeSpace(OutputStream body) {
        try {
            body.write(' ');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // and so ends the schedule
        }
    }

    @Test
    void doesNotSayThatItAcceptedWhatItCouldNotWrite() {
        videos.down = true;
        Answer refused = api().post("/videos", BODY);
        problem(refused, 503, "unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        videos.down = false;
        assertThat(api().post("/videos", BODY).status()).isEqualTo(202);
    }

    @Test
    void servesSoManyAtATimeAndTurnsOthersAway() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch open = new CountDownLatch(1);
        videos.onRequest = () -> {
            inside.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        List<CompletableFuture<Answer>> served = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            served.add(
                    CompletableFuture.supplyAsync(() -> api().post("/videos", BODY), task -> new Thread(task).start()));
        }
        inside.await();
        Answer refused = api().get("/videos");
        Answer probe = api().get("/health/ready");
        open.countDown();
        problem(refused, 429, "too-many-requests");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(probe.status()).isEqualTo(200);
        assertThat(served).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(202));
    }

    @Test
    void oneKeyIsOneVideo() {
        Answer first = api().post("/videos", BODY, "Idempotency-Key", "k");
        Answer again = api().post("/videos", BODY, "Idempotency-Key", "k");
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(videos.statuses).hasSize(1);
        problem(
                api().post("/videos", "{\"source\": \"gs://input/b.mp4\"}", "Idempotency-Key", "k"),
                422,
                "idempotency-key-reused");
    }

    @Test
    void aKeyThatIsUsedAgainLongAfterItsVideoIsForgottenMakesAnother() {
        String first = api().post("/videos", BODY, "Idempotency-Key", "k").text("id");
        clock.advance(Duration.ofDays(1));
        assertThat(api().post("/videos", BODY, "Idempotency-Key", "k").text("id"))
                .isEqualTo(first);
        clock.advance(Duration.ofDays(-2)); // like the clock of another replica, but further off
        assertThat(api().post("/videos", BODY, "Idempotency-Key", "k").text("id"))
                .isEqualTo(first);
        clock.advance(Duration.ofDays(3));
        assertThat(api().post("/videos", BODY, "Idempotency-Key", "k").text("id"))
                .isNotEqualTo(first);
    }

    @Test
    void aKeyWhoseVideoIsKnownBeforeItsRequestIsReadHasNotBeenUsedForAnother() {
        Answer first = api().post("/videos", BODY, "Idempotency-Key", "k");
        VideoEncoded encoding = VideoEncoded.newBuilder(Events.started(1))
                .setVideoId(first.text("id"))
                .build();
        add(VideoStatuses.apply(null, encoding));

        Answer again = api().post("/videos", BODY, "Idempotency-Key", "k");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void cancelsOnceHoweverOftenItIsAskedTo() {
        String video = api().post("/videos", BODY).header("Location");

        assertThat(delete(video).status()).isEqualTo(202);
        assertThat(api().get(video).text("code")).isEqualTo("CANCELLED");
        assertThat(delete(video).json().path("attempt").asInt()).isEqualTo(1);
        problem(delete("/videos/no-such"), 404, "not-found");
    }

    @Test
    void cannotCancelWhatHasEndedByItself() {
        add(Objects.requireNonNull(
                VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(1)), Events.failed(1))));
        String ended = videos.statuses.keySet().iterator().next();

        problem(delete("/videos/" + ended), 409, "already-ended");
    }

    /** Otherwise a client that saw an older failure would replay an attempt that it has not seen. */
    @Test
    void replaysTheFailureThatIsMeantAndNoOther() {
        add(Objects.requireNonNull(
                VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(2)), Events.failed(2))));
        String failed = "/videos/" + videos.statuses.keySet().iterator().next() + "/replay";

        problem(api().post(failed + "?attempt=1", ""), 409, "other-attempt");
        problem(api().post(failed + "?attempt=two", ""), 400, "invalid-request");
        assertThat(api().post(failed + "?attempt=2", "").json().path("attempt").asInt())
                .isEqualTo(3);
        problem(api().post(failed + "?attempt=2", ""), 409, "other-attempt");
    }

    /** Attempt numbers on the topic are not limited to what the API gives. */
    @Test
    void doesNotReplayTheLastAttemptThatThereCanBe() {
        int last = Integer.MAX_VALUE;
        add(Objects.requireNonNull(
                VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(last)), Events.failed(last))));

        problem(api().post("/videos/v/replay", ""), 409, "no-attempt-left");
    }

    @Test
    void unpublishesOnceHoweverOftenItIsAskedTo() {
        add(VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(1)), Events.published(1)));

        problem(api().post("/videos/v/unpublish", "{\"reason\": 1}"), 400, "invalid-request");
        problem(api().post("/videos/v/unpublish", "{\"reason\": \"" + "x".repeat(501) + "\"}"), 400, "invalid-request");
        assertThat(api().post("/videos/v/unpublish", "{\"reason\": \"a claim\"}")
                        .status())
                .isEqualTo(202);
        Answer status = api().get("/videos/v");
        assertThat(status.text("state")).isEqualTo("unpublished");
        assertThat(status.text("reason")).isEqualTo("a claim");
        assertThat(status.json().has("manifest")).isFalse();
        assertThat(api().post("/videos/v/unpublish", "").status()).isEqualTo(202);
        problem(api().post("/videos/no-such/unpublish", ""), 404, "not-found");

        assertThat(api().post("/videos/v/replay", "").json().path("attempt").asInt())
                .isEqualTo(2);
        problem(api().post("/videos/v/unpublish", ""), 409, "not-published");
    }

    @Test
    void whatHasExpiredNeedsALaterExpiryToBeReplayed() {
        VideoRequested request =
                Events.aRequest().setExpiresAt(Events.T0.minusSeconds(1)).build();
        add(VideoStatuses.apply(VideoStatuses.apply(null, request), Events.unpublished(1)));

        problem(api().post("/videos/v/replay", ""), 400, "invalid-request");
        problem(api().post("/videos/v/replay", "{\"expiresAt\": \"2020-01-01T00:00:00Z\"}"), 400, "invalid-request");
        assertThat(api().post("/videos/v/replay", "{\"expiresAt\": null}").status())
                .isEqualTo(202);
        assertThat(api().get("/videos/v").json().has("expiresAt")).isFalse();
    }

    @Test
    void replaysTheFailedVideosThatMatchAndSaysWhichItSkipped() {
        for (int i = 0; i < 3; i++) {
            addFailed("v" + i, Events.T0.plusSeconds(i), Optional.empty());
        }
        addFailed("late", Events.T0.plusSeconds(3), Optional.of(Events.T0));
        addRequested("running", 4, Map.of());

        Answer rehearsal = api().post("/replays?dryRun=true", "");
        assertThat(ids(rehearsal, "replayed")).containsExactly("late", "v2", "v1", "v0");
        assertThat(api().get("/videos/v0").text("state")).isEqualTo("failed");
        Answer first = api().post("/replays?limit=2&code=INVALID_CONTAINER", "");
        assertThat(ids(first, "replayed")).containsExactly("v2");
        JsonNode skipped = first.json().path("skipped").get(0);
        assertThat(skipped.path("id").asText()).isEqualTo("late");
        assertThat(skipped.path("reason").asText()).isEqualTo("invalid-request");
        assertThat(skipped.path("detail").asText()).contains("deadline must be later than now");
        Answer next = api().post("/replays?limit=2&cursor=" + first.text("next"), "{\"deadline\": null}");
        assertThat(ids(next, "replayed")).containsExactly("v1", "v0");
        assertThat(next.json().has("next")).isFalse();
        assertThat(ids(api().post("/replays", "{\"deadline\": null}"), "replayed"))
                .containsExactly("late");
        assertThat(ids(api().post("/replays", ""), "replayed")).isEmpty();
        problem(api().post("/replays?state=published", ""), 400, "invalid-request");
        problem(api().post("/replays?dryRun=perhaps", ""), 400, "invalid-request");
        problem(api().post("/replays?cod=X", ""), 400, "invalid-request");
    }

    private void addFailed(String id, Instant at, Optional<Instant> deadline) {
        VideoRequested request = Events.aRequest()
                .setVideoId(id)
                .setRequestedAt(at)
                .setDeadline(deadline.orElse(null))
                .build();
        VideoFailed failed = VideoFailed.newBuilder(Events.failed(1))
                .setVideoId(id)
                .setFailedAt(at)
                .setRequest(request)
                .build();
        add(Objects.requireNonNull(VideoStatuses.apply(VideoStatuses.apply(null, request), failed)));
    }

    private static List<String> ids(Answer answer, String list) {
        return answer.json().path(list).findValuesAsText("id");
    }

    private Answer delete(String path) {
        return api().send(api().request(path).DELETE());
    }

    @Test
    void tellsProbesHowTheServiceIs() {
        assertThat(api().get("/health/live").response().body()).isEqualTo("live\n");
        assertThat(api().get("/health/ready").response().body()).isEqualTo("ready\n");

        deployment.notReady = Optional.of("Kafka is away");
        assertThat(api().get("/health/live").status()).isEqualTo(200);
        assertThat(api().get("/health/ready").status()).isEqualTo(503);
        assertThat(api().get("/health/ready").response().body()).isEqualTo("Kafka is away\n");

        deployment.fault = Optional.of(new IllegalStateException("broken"));
        assertThat(api().get("/health/live").status()).isEqualTo(503);
    }

    @Test
    void hasNoQueueToTellOfBeforeASchedulerHasReported() {
        problem(api().get("/queue"), 503, "unavailable");
        deployment.encoders.reported(Telemetry.backlog(Events.T0));
        assertThat(api().get("/queue").json().path("waiting").asInt()).isEqualTo(6);
    }

    /** Four slots take 15 s for 60 s of work; there is room as soon as all would take 20 s. */
    @Test
    void takesNoFurtherVideosWhileTooMuchWaitsAndSaysWhenToComeBack() {
        deployment.encoders.reported(Telemetry.backlog(Events.T0));
        assertThat(api().post("/videos", BODY).status()).isEqualTo(202);

        deployment.encoders.reported(Telemetry.backlog(Events.T0, 100_000));

        Answer refused = api().post("/videos", BODY);
        problem(refused, 429, "backlog-full");
        assertThat(refused.header("Retry-After")).isEqualTo("6");
        problem(api().post("/videos/v/replay", ""), 429, "backlog-full");
        problem(api().post("/replays", ""), 429, "backlog-full");
        assertThat(api().get("/videos").status()).isEqualTo(200);
    }

    @Test
    void nobodyNeedsToSayWhoHeIsWhereAnybodyMayDoEverything() {
        assertThat(api().get("/whoami").response().body())
                .isEqualTo("{\"auth\":false,\"name\":\"anybody\",\"tenant\":\"default\","
                        + "\"roles\":[\"submit\",\"view\",\"operate\"]}");
    }

    @Test
    void reportsOnTheSourceOfOneVideoAndNotInLists() {
        add(VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(1)), Events.encoded(1)));

        JsonNode report = api().get("/videos/v").json().path("report");

        assertThat(report.path("container").asText()).isEqualTo("mpegts");
        assertThat(report.path("notes").get(0).toString())
                .isEqualTo("{\"code\":\"DAMAGE_CONCEALED\",\"track\":0,\"message\":\"Damage was <b>concealed</b>.\"}");
        JsonNode listed = api().get("/videos").json().path("videos").get(0);
        assertThat(listed.path("id").asText()).isEqualTo("v");
        assertThat(listed.has("report")).isFalse();
    }

    @Test
    void listsVideosInPages() {
        for (int i = 0; i < 5; i++) {
            addRequested("v" + i, i, Map.of());
        }

        Answer first = api().get("/videos?limit=2");
        Answer second = api().get("/videos?limit=2&cursor=" + first.text("next"));
        Answer last = api().get("/videos?limit=2&cursor=" + second.text("next"));

        assertThat(ids(first)).containsExactly("v4", "v3");
        assertThat(ids(second)).containsExactly("v2", "v1");
        assertThat(ids(last)).containsExactly("v0");
        assertThat(last.json().has("next")).isFalse();
        problem(api().get("/videos?page=2&size=3"), 400, "invalid-request");
    }

    @Test
    void listsTheVideosThatAreAskedFor() {
        addRequested("a", 1, Map.of("team", "news", "show", "=late&night"));
        addRequested("b", 2, Map.of("team", "news", "clientId", "mine"));
        addRequested("c", 3, Map.of("team", "sport"));
        add(Objects.requireNonNull(VideoStatuses.apply(null, Events.failed(1))));
        String second = Events.at(1, 2).toString();

        assertThat(ids(api().get("/videos?state=failed"))).containsExactly("v");
        assertThat(ids(api().get("/videos?code=INVALID_CONTAINER"))).containsExactly("v");
        assertThat(ids(api().get("/videos?code=TIMEOUT"))).isEmpty();
        assertThat(ids(api().get("/videos?label=team%3Dnews"))).containsExactly("b", "a");
        assertThat(ids(api().get("/videos?label=team%3Dnews&label=show%3D%3Dlate%26night")))
                .containsExactly("a");
        assertThat(ids(api().get("/videos?clientId=mine"))).containsExactly("b");
        assertThat(ids(api().get("/videos?from=" + second))).containsExactly("v", "c", "b");
        assertThat(ids(api().get("/videos?to=" + second))).containsExactly("a");
        videos.down = true;
        problem(api().get("/videos"), 503, "unavailable");
    }

    private void addRequested(String id, int second, Map<String, String> labels) {
        add(VideoStatuses.apply(
                null,
                Events.aRequest()
                        .setVideoId(id)
                        .setTitle(id)
                        .setRequestedAt(Events.at(1, second))
                        .setLabels(labels)
                        .build()));
    }

    private static List<String> ids(Answer list) {
        return list.json().path("videos").findValuesAsText("id");
    }

    @Test
    void theDocumentHasTheFieldsThatTheServiceReadsAndShows() throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(api().get("/openapi.yaml").response().body());
        JsonNode schemas = document.path("components").path("schemas");
        assertThat(names(schemas.path("VideoRequest").path("properties"))).isEqualTo(RequestParser.fields());
        VideoRequested request = Events.aRequest()
                .setWebhook("https://a.example/")
                .setDamage(DamageHandling.CONCEAL)
                .setFrameRate("25")
                .setExpiresAt(Events.T0)
                .build();
        JsonNode unpublished = StatusJson.of(VideoStatuses.apply(
                VideoStatuses.apply(
                        null, Events.aRequest().setExpiresAfterMillis(1L).build()),
                Events.unpublished(1)));
        JsonNode published = StatusJson.whole(VideoStatuses.apply(
                VideoStatuses.apply(VideoStatuses.apply(null, request), Events.encoded(1)), Events.published(1)));
        JsonNode failed = StatusJson.of(Objects.requireNonNull(VideoStatuses.apply(null, Events.failed(1))));
        Set<String> shown = names(published);
        shown.addAll(names(failed));
        shown.addAll(names(unpublished));
        assertThat(names(schemas.path("Video").path("properties"))).containsAll(shown);
        shown.add("deadline");
        assertThat(shown).containsAll(names(schemas.path("Video").path("properties")));
    }

    private ApiClient api() {
        return new ApiClient(server.port());
    }

    private void add(VideoStatus status) {
        videos.statuses.put(status.getVideoId(), status);
    }

    private static void problem(Answer answer, int status, String... reasons) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("type").replace("urn:dashline:problem:", "")).isIn((Object[]) reasons);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.telemetry.Telemetry;
import dev.dashline.ingest.upload.Upload;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadNames;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what to whose videos. The token of a caller is his name. */
@Timeout(60)
class AccessTest {

    private static final ApiSettings SETTINGS = new ApiSettings("127.0.0.1", 0, 1_024, Duration.ofSeconds(5), 4);
    private static final String BODY = "{\"source\": \"gs://input/a.mp4\"}";

    private final InMemoryVideos videos = new InMemoryVideos();
    private final Map<String, Caller> callers = new HashMap<>();
    private final ManualClock clock = new ManualClock(Events.T0);
    private final Deployment deployment = new Deployment(videos, clock);

    @TempDir
    private static Path folder;

    private final UploadNames names = new UploadNames(folder.toUri());
    private final UploadHandler uploads = new UploadHandler(
            new FileObjectStore(), names, UploadReplicas.LIMITS, clock, System::nanoTime, UUID::randomUUID);
    private final ApiServer server = new ApiServer(
            SETTINGS,
            Admission.of(this::identify),
            deployment.operations(
                    videos.api(clock),
                    UploadRoutes.of(videos.uploadApi(uploads, names, clock), new SimpleMeterRegistry())),
            new SimpleMeterRegistry(),
            Map.of("/metrics", () -> "dashline_up 1\n"));

    private Identity identify(String token) {
        if (token.equals("later")) {
            return new Identity.NotNow("The keys are not read yet.");
        }
        return Optional.ofNullable(callers.get(token))
                .<Identity>map(Identity.Known::new)
                .orElseGet(() -> new Identity.Refused("unknown"));
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        // call, role, of the own tenant, of another
        "POST   /videos,               submit,  202, 202",
        "POST   /videos,               view,    403, 403",
        "POST   /videos,               operate, 403, 403",
        "GET    /videos/{running},        submit,  403, 403",
        "GET    /videos/{running},        view,    200, 404",
        "GET    /videos/{running},        operate, 403, 403",
        "POST   /videos/{failed}/replay,  submit,  403, 403",
        "POST   /videos/{failed}/replay,  view,    403, 403",
        "POST   /videos/{failed}/replay,  operate, 202, 404",
        "POST   /videos/{public}/unpublish, submit,  403, 403",
        "POST   /videos/{public}/unpublish, view,    403, 403",
        "POST   /videos/{public}/unpublish, operate, 202, 404",
        "POST   /replays,              submit,  403, 403",
        "POST   /replays,              view,    403, 403",
        "POST   /replays,              operate, 200, 200",
        "DELETE /videos/{running},        submit,  403, 403",
        "DELETE /videos/{running},        view,    403, 403",
        "DELETE /videos/{running},        operate, 202, 404",
        "GET    /videos,               submit,  403, 403",
        "GET    /videos,               view,    200, 200",
        "GET    /videos,               operate, 403, 403",
        "GET    /,                     submit,  200, 200",
        "GET    /metrics,              submit,  403, 403",
        "GET    /metrics,              view,    403, 403",
        "GET    /metrics,              operate, 200, 200",
        "GET    /videos/{running}/timeline, submit,  403, 403",
        "GET    /videos/{running}/timeline, view,    200, 404",
        "GET    /videos/{running}/timeline, operate, 403, 403",
        "GET    /progress?id={running},     submit,  403, 403",
        "GET    /progress?id={running},     view,    200, 200",
        "GET    /progress?id={running},     operate, 403, 403",
        "GET    /events,               submit,  403, 403",
        "GET    /events,               view,    429, 429", // no stream is free
        "GET    /events,               operate, 403, 403",
        "GET    /videos/{running}/events, submit,  403, 403",
        "GET    /videos/{running}/events, view,    429, 404",
        "GET    /videos/{running}/events, operate, 403, 403",
        "GET    /fleet,                submit,  403, 403",
        "GET    /fleet,                view,    200, 200",
        "GET    /fleet,                operate, 403, 403",
        "POST   /fleet/" + Telemetry.WORKER + "/drain, submit,    403, 403",
        "POST   /fleet/" + Telemetry.WORKER + "/drain, view,      403, 403",
        "POST   /fleet/" + Telemetry.WORKER + "/drain, operate,   403, 403", // encoders are not one tenant's
        "DELETE /fleet/" + Telemetry.WORKER + "/drain, submit,    403, 403",
        "DELETE /fleet/" + Telemetry.WORKER + "/drain, view,      403, 403",
        "DELETE /fleet/" + Telemetry.WORKER + "/drain, operate,   403, 403",
        "GET    /queue,                submit,  403, 403",
        "GET    /queue,                view,    200, 200",
        "GET    /queue,                operate, 403, 403",
        "GET    /profiles,             submit,  403, 403",
        "GET    /profiles,             view,    200, 200",
        "GET    /profiles,             operate, 403, 403",
        "GET    /whoami,               submit,  200, 200",
        "GET    /openapi.yaml,         submit,  200, 200",
        "GET    /asyncapi.yaml,        submit,  200, 200",
        "GET    /health/live,          submit,  200, 200",
        "GET    /health/ready,         submit,  200, 200",
        "POST   /uploads,              submit,  201, 201",
        "POST   /uploads,              view,    403, 403",
        "POST   /uploads,              operate, 403, 403",
        "HEAD   /uploads/{upload},        submit,  200, 404",
        "HEAD   /uploads/{upload},        view,    403, 403",
        "HEAD   /uploads/{upload},        operate, 403, 403",
        "PATCH  /uploads/{upload},        submit,  204, 404",
        "PATCH  /uploads/{upload},        view,    403, 403",
        "PATCH  /uploads/{upload},        operate, 403, 403",
        "DELETE /uploads/{upload},        submit,  204, 404",
        "DELETE /uploads/{upload},        view,    403, 403",
        "DELETE /uploads/{upload},        operate, 403, 403",
        "POST   /uploads/{upload},        submit,  405, 405",
        "POST   /uploads/{upload},        view,    403, 403",
        "POST   /uploads/{upload},        operate, 403, 403",
        "POST   /uploads/{upload}/finish, submit,  409, 404",
        "POST   /uploads/{upload}/finish, view,    403, 403",
        "POST   /uploads/{upload}/finish, operate, 403, 403",
        "POST   /uploads/file,            submit,  201, 201",
        "POST   /uploads/file,            view,    403, 403",
        "POST   /uploads/file,            operate, 403, 403",
        "POST   /uploads/direct,          submit,  501, 501",
        "POST   /uploads/direct,          view,    403, 403",
        "POST   /uploads/direct,          operate, 403, 403",
        "OPTIONS /uploads,                submit,  204, 204",
    })
    void aCallNeedsItsRoleAndAVideoOfItsTenant(String call, String role, int own, int other) {
        callers.put("me", caller("me", "news", Role.named(role).orElseThrow()));
        deployment.encoders.reported(Telemetry.backlog(Events.T0));
        boolean open = call.matches("GET +/|OPTIONS .*|.*(openapi|asyncapi|health).*");

        assertThat(send("me", call, "news").status()).isEqualTo(own);
        assertThat(send("me", call, "sport").status()).isEqualTo(other);
        assertThat(send("forged", call, "news").status()).isEqualTo(open ? own : 401);
    }

    private Answer send(String token, String call, String tenant) {
        add("running-" + tenant, tenant);
        add("failed-" + tenant, tenant);
        VideoStatus failed = Objects.requireNonNull(videos.statuses.get("failed-" + tenant));
        videos.statuses.put(
                "failed-" + tenant,
                Objects.requireNonNull(VideoStatuses.apply(failed, withId(Events.failed(1), failed.getVideoId()))));
        add("public-" + tenant, tenant);
        VideoStatus open = Objects.requireNonNull(videos.statuses.get("public-" + tenant));
        videos.statuses.put(
                "public-" + tenant, VideoStatuses.apply(open, withId(Events.published(1), open.getVideoId())));
        String[] parts = call.split(" +", 2);
        Upload upload = uploads.create(tenant, new UploadHandler.Wish(5, "", Optional.empty(), false));
        String path = parts[1].replace("{running}", "running-" + tenant)
                .replace("{failed}", "failed-" + tenant)
                .replace("{public}", "public-" + tenant)
                .replace("{upload}", upload.id());
        return api().send(api().request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type(call))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "5")
                .header("Upload-Offset", "0")
                .method(parts[0], BodyPublishers.ofString(body(call))));
    }

    private static String body(String call) {
        return switch (call.replaceAll(" +", " ")) {
            case "POST /videos" -> BODY;
            case "POST /uploads/direct" -> "{\"size\": 5}";
            default -> call.startsWith("POST   /uploads/file") ? "bytes" : "";
        };
    }

    private static String type(String call) {
        return call.startsWith("PATCH") ? "application/offset+octet-stream" : "application/json";
    }

    @Test
    void aListHasTheVideosOfTheCallersTenantAndNoOthers() {
        callers.put("me", caller("me", "news", Role.VIEW));
        callers.put("viewer", caller("viewer", "default", Role.VIEW));
        callers.put("admin", caller("admin", "default", Role.VIEW, Role.OPERATE));
        add("n", "news");
        add("s", "sport");
        add("d", "default");
        add("unknown", "default");
        videos.statuses.put("unknown", Objects.requireNonNull(VideoStatuses.apply(null, withId(Events.started(1)))));

        assertThat(ids("me")).containsExactly("n");
        assertThat(ids("viewer")).containsExactly("d");
        assertThat(ids("admin")).containsExactlyInAnyOrder("n", "s", "d", "unknown");
        assertThat(get("admin", "/videos/s").text("tenant")).isEqualTo("sport");
    }

    @Test
    void aBulkReplayIsOfTheVideosOfTheCallersTenantAndNoOthers() {
        callers.put("me", caller("me", "news", Role.OPERATE));
        for (String tenant : List.of("news", "sport")) {
            add(tenant, tenant);
            VideoStatus open = Objects.requireNonNull(videos.statuses.get(tenant));
            videos.statuses.put(
                    tenant, Objects.requireNonNull(VideoStatuses.apply(open, withId(Events.failed(1), tenant))));
        }

        Answer answer = api().post("/replays", "", "Authorization", "Bearer me");

        assertThat(answer.json().path("replayed").findValuesAsText("id")).containsExactly("news");
        assertThat(Objects.requireNonNull(videos.statuses.get("sport")).getAttempt())
                .isEqualTo(1);
    }

    @Test
    void onlyWhoRunsAllIsToldWhoseTasksEncodersRun() {
        callers.put("me", caller("me", "news", Role.VIEW));
        callers.put("admin", caller("admin", "default", Role.VIEW, Role.OPERATE));
        deployment.encoders.heard(Telemetry.heartbeat(Events.T0));

        assertThat(task("admin").path("video").asText()).isEqualTo("v");
        assertThat(task("admin").path("task").asText()).isEqualTo("video-00003");
        assertThat(task("me").path("kind").asText()).isEqualTo("video");
        assertThat(task("me").has("video")).isFalse();
        assertThat(task("me").has("task")).isFalse();
    }

    @Test
    void onlyWhoRunsAllTellsEncodersToDrainAndToGoOn() {
        callers.put("me", caller("me", "news", Role.OPERATE));
        callers.put("admin", caller("admin", "default", Role.OPERATE));
        deployment.encoders.heard(Telemetry.heartbeat(Events.T0));
        String drain = "/fleet/" + Telemetry.WORKER + "/drain";

        assertThat(order("POST", "me", drain).status()).isEqualTo(403);
        assertThat(order("POST", "admin", "/fleet/other/drain").status()).isEqualTo(404);
        assertThat(deployment.orders).isEmpty();
        assertThat(order("POST", "admin", drain).status()).isEqualTo(202);
        assertThat(order("DELETE", "admin", drain).text("order")).isEqualTo("resume");
        assertThat(deployment.orders)
                .containsExactly(
                        new WorkerOrder(Telemetry.WORKER, clock.instant(), new DrainWorker()),
                        new WorkerOrder(Telemetry.WORKER, clock.instant(), new ResumeWorker()));
    }

    private Answer order(String method, String token, String path) {
        return api().send(api().request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody()));
    }

    @Test
    void aTenantIsToldOfItsOwnTasks() {
        callers.put("me", caller("me", Telemetry.TENANT, Role.VIEW));
        deployment.encoders.heard(Telemetry.heartbeat(Events.T0));

        assertThat(task("me").path("video").asText()).isEqualTo("v");
    }

    private JsonNode task(String token) {
        return get(token, "/fleet").json().path("workers").path(0).path("tasks").path(0);
    }

    /** A browser shows a cookie by itself, so that only this site's own requests may count. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /videos             |                                                        | 200",
                "GET /fleet              | Sec-Fetch-Site: same-origin                            | 200",
                "GET /videos             | Sec-Fetch-Site: cross-site                             | 403",
                "DELETE /videos/none     | Sec-Fetch-Site: same-origin                            | 404",
                "DELETE /videos/none     | Sec-Fetch-Site: same-site                              | 403",
                "DELETE /videos/none     | Origin: https://evil.example                           | 403",
                "POST /videos/x/replay   | Sec-Fetch-Site: same-origin                            | 415",
                "POST /videos/x/replay   | Content-Type: application/json                         | 404",
                "POST /videos/x/replay   | Content-Type: text/plain                               | 415",
                "POST /videos/x/replay   | Content-Type: application/json~Origin: null            | 403",
                "POST /videos/x/replay   | Origin: https://evil.example~Authorization: Bearer me  | 404",
            })
    void aCookieOpensWhatItsKeyDoesToThisSiteAlone(String call, String headers, int status) {
        callers.put("me", caller("me", "news", Role.VIEW, Role.OPERATE));
        String cookie = signIn("me").header("Set-Cookie");
        assertThat(cookie).isEqualTo("dashline=me; Path=/; HttpOnly; SameSite=Strict");

        String[] parts = call.split(" +", 2);
        HttpRequest.Builder request =
                api().request(parts[1].strip()).header("Cookie", "other=1; " + cookie.split(";", 2)[0]);
        for (String header : headers == null ? new String[0] : headers.split("~", -1)) {
            String[] field = header.split(": ", 2);
            request.header(field[0], field[1].strip());
        }
        assertThat(api().send(request.method(parts[0], BodyPublishers.noBody())).status())
                .isEqualTo(status);
    }

    @Test
    void aCookieEndsWithItsKey() {
        callers.put("me", caller("me", "news", Role.VIEW));
        Answer signedIn = signIn("me");
        assertThat(signedIn.text("tenant")).isEqualTo("news");
        assertThat(asCookie("me", "/whoami").text("name")).isEqualTo("me");

        callers.remove("me");

        assertThat(asCookie("me", "/whoami").status()).isEqualTo(401);
        assertThat(signIn("me").status()).isEqualTo(401);
        assertThat(signIn("me").header("Set-Cookie")).isEmpty();
    }

    @Test
    void signsOutByTakingTheCookieAway() {
        Answer out = api().send(api().request("/session").DELETE());
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).isEqualTo("dashline=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    }

    @Test
    void refusesToSignInWhatIsNoKeyOrComesFromAnotherSite() {
        callers.put("me", caller("me", "news", Role.VIEW));
        String me = "{\"key\": \"me\"}";
        assertThat(api().post("/session", "{\"key\": \"a b\"}").status()).isEqualTo(400);
        assertThat(api().post("/session", "{}").status()).isEqualTo(400);
        assertThat(api().post("/session", "{\"key\": \"\"}").status()).isEqualTo(400);
        assertThat(api().post("/session", me, "Content-Type", "text/plain").status())
                .isEqualTo(415);
        assertThat(api().post("/session", me, "Origin", "https://evil.example").status())
                .isEqualTo(403);
        assertThat(api().post("/session", me, "Sec-Fetch-Site", "same-site").status())
                .isEqualTo(403);
    }

    /** Only a browser that is here sends it without encryption, and no other host can set it. */
    @Test
    void elsewhereTheCookieIsForEncryptedConnectionsToThisHost() throws IOException {
        callers.put("me", caller("me", "news", Role.VIEW));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String body = "{\"key\": \"me\"}";
            String request = "POST /session HTTP/1.1\r\nHost: dashline.example\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .contains("Set-Cookie: __Host-dashline=me; Secure; Path=/; HttpOnly; SameSite=Strict\r\n");
        }
        assertThat(api().send(api().request("/whoami").header("Cookie", "__Host-dashline=me"))
                        .text("name"))
                .isEqualTo("me");
    }

    private Answer signIn(String key) {
        return api().post("/session", "{\"key\": \"" + key + "\"}");
    }

    private Answer asCookie(String key, String path) {
        return api().send(api().request(path).header("Cookie", "dashline=" + key));
    }

    @Test
    void tellsACallerWhoHeIs() {
        callers.put("me", caller("me", "news", Role.VIEW, Role.SUBMIT));

        assertThat(get("me", "/whoami").response().body())
                .isEqualTo("{\"auth\":true,\"name\":\"me\",\"tenant\":\"news\",\"roles\":[\"submit\",\"view\"]}");
    }

    @Test
    void aRequestIsItsCallersTenantsAndSoIsItsReplayByAnOperatorOfAll() {
        callers.put("me", caller("me", "news", Role.SUBMIT));
        callers.put("admin", caller("admin", "default", Role.OPERATE));
        String id = post("me", BODY).text("id");
        VideoStatus requested = Objects.requireNonNull(videos.statuses.get(id));
        videos.statuses.put(id, Objects.requireNonNull(VideoStatuses.apply(requested, withId(Events.failed(1), id))));

        Answer replay = api().post("/videos/" + id + "/replay", "", "Authorization", "Bearer admin");

        assertThat(replay.status()).isEqualTo(202);
        assertThat(Objects.requireNonNull(videos.statuses.get(id)).getRequest().map(VideoRequested::getTenant))
                .contains("news");
    }

    @Test
    void anIdempotencyKeyIsItsTenantsOwn() {
        callers.put("a", caller("a", "news", Role.SUBMIT));
        callers.put("b", caller("b", "news", Role.SUBMIT));
        callers.put("c", caller("c", "sport", Role.SUBMIT));
        callers.put("d", caller("d", "default", Role.SUBMIT));

        String first = post("a", BODY, "Idempotency-Key", "k").text("id");

        assertThat(post("b", BODY, "Idempotency-Key", "k").text("id")).isEqualTo(first);
        assertThat(post("c", BODY, "Idempotency-Key", "k").text("id")).isNotEqualTo(first);
        assertThat(post("d", BODY, "Idempotency-Key", "k").text("id")).isNotEqualTo(first);
        assertThat(post("d", BODY, "Idempotency-Key", "news/0/k").text("id")).isNotEqualTo(first);
    }

    @Test
    void whoShowsNothingOrSomethingElseIsAskedForAToken() {
        Answer nothing = api().get("/videos");
        assertThat(nothing.status()).isEqualTo(401);
        assertThat(nothing.text("type")).endsWith(":unauthorized");
        assertThat(nothing.text("detail")).isEqualTo("Show a key or a token as Authorization: Bearer ….");
        assertThat(nothing.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"dashline\"");
        assertThat(api().send(api().request("/videos").header("Authorization", "Basic bWU6bWU="))
                        .status())
                .isEqualTo(401);
        assertThat(api().send(api().request("/videos/v/replay").POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
        Answer wrong = get("wrong", "/videos");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(get("later", "/videos").status()).isEqualTo(503);
    }

    @Test
    void aCallerMayBeLimitedToSourcesAndToARate() {
        callers.put(
                "me",
                new Caller(
                        "me",
                        "news",
                        Set.of(Role.SUBMIT),
                        List.of(URI.create("gs://input/news/"), URI.create("gs://elsewhere/")),
                        OptionalInt.of(3)));

        assertThat(post("me", BODY).text("type")).endsWith(":source-forbidden");
        assertThat(post("me", "{\"source\": \"gs://elsewhere/a.mp4\"}").text("type"))
                .endsWith(":source-forbidden");
        assertThat(post("me", "{\"source\": \"gs://input/news/a.mp4\"}").status())
                .isEqualTo(202);
        Answer tooMany = post("me", "{\"source\": \"gs://input/news/a.mp4\"}");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.text("type")).endsWith(":rate-exceeded");
        assertThat(Integer.parseInt(tooMany.header("Retry-After"))).isBetween(1, 21);
    }

    private void add(String id, String tenant) {
        videos.statuses.put(
                id,
                VideoStatuses.apply(
                        null, Events.aRequest().setVideoId(id).setTenant(tenant).build()));
    }

    private static VideoFailed withId(VideoFailed failed, String id) {
        return VideoFailed.newBuilder(failed).setVideoId(id).setRequest(null).build();
    }

    private static VideoPublished withId(VideoPublished published, String id) {
        return VideoPublished.newBuilder(published).setVideoId(id).build();
    }

    private static VideoEncoded withId(VideoEncoded encoded) {
        return VideoEncoded.newBuilder(encoded).setVideoId("unknown").build();
    }

    private static Caller caller(String name, String tenant, Role... roles) {
        return new Caller(name, tenant, Set.of(roles), List.of(), OptionalInt.empty());
    }

    private List<String> ids(String token) {
        return get(token, "/videos").json().path("videos").findValuesAsText("id");
    }

    private Answer get(String token, String path) {
        return api().send(api().request(path)
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private Answer post(String token, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return api().post("/videos", body, all);
    }

    private ApiClient api() {
        return new ApiClient(server.port());
    }
}

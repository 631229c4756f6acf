package dev.dashline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.ApiDocument.Call;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.telemetry.Telemetry;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadNames;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service does what {@code openapi.yaml} says, and refuses what it does not allow. */
@Timeout(180)
class ApiContractTest {

    private static final ApiSettings SETTINGS = new ApiSettings("127.0.0.1", 0, 65_536, Duration.ofSeconds(10), 16);

    /** Whose operators run everything. */
    private static final String TENANT = "default";

    /** Files, and what is for operators. */
    private static final Set<String> NOT_DOCUMENTED = Set.of("GET /page/<file>", "GET /media/<file>");

    /** Where this deployment has no room or no bucket. EventApiTest and DirectUploadTest have both. */
    private static final Set<String> REFUSED_HERE =
            Set.of("GET /events", "GET /videos/{id}/events", "POST /uploads/direct");

    private static final Map<String, String> BODIES = Map.of(
            "POST /videos", "{\"source\": \"gs://input/a.mp4\"}",
            "POST /session", "{\"key\": \"me\"}",
            "POST /uploads/direct", "{\"size\": 5, \"filename\": \"a.mp4\", \"request\": {\"title\": \"A\"}}",
            "POST /uploads/{id}/finish", "{\"title\": \"A\"}",
            "POST /uploads/file", "bytes",
            "PATCH /uploads/{id}", "bytes",
            "POST /videos/{id}/replay", "{\"deadline\": null}",
            "POST /videos/{id}/unpublish", "{\"reason\": \"a claim\"}",
            "POST /replays", "{\"expiresAt\": null}");

    @TempDir
    private static Path folder;

    private final ManualClock clock = new ManualClock(Events.T0);
    private final InMemoryVideos videos = new InMemoryVideos();
    private final Deployment deployment = new Deployment(videos, clock);
    private final UploadNames names = new UploadNames(folder.toUri());
    private final UploadHandler uploads = new UploadHandler(
            new FileObjectStore(), names, UploadReplicas.LIMITS, clock, System::nanoTime, UUID::randomUUID);
    private final ApiServer server = new ApiServer(
            SETTINGS,
            Admission.of(ApiContractTest::identify),
            deployment.operations(
                    videos.api(clock),
                    UploadRoutes.of(videos.uploadApi(uploads, names, clock), new SimpleMeterRegistry())),
            new SimpleMeterRegistry(),
            Map.of());

    private @Nullable ApiClient client;

    private static Identity identify(String token) {
        return token.equals("me")
                ? new Identity.Known(
                        new Caller("me", TENANT, EnumSet.allOf(Role.class), List.of(), OptionalInt.empty()))
                : new Identity.Refused("unknown");
    }

    @BeforeEach
    void start() {
        server.start();
        client = new ApiClient(server.port());
        deployment.encoders.reported(Telemetry.backlog(Events.T0));
        deployment.encoders.heard(Telemetry.heartbeat(Events.T0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theDocumentIsOpenApi() {
        assertThat(new OpenAPIV3Parser().readContents(text("/openapi.yaml")).getMessages())
                .isEmpty();
    }

    @Test
    void theDocumentHasEveryRouteAndNoOther() {
        Set<Call> routes = server.routes()
                .map(route -> new Call(route.method().name(), route.path()))
                .filter(call -> !NOT_DOCUMENTED.contains(call.toString()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(document().calls()).containsExactlyElementsOf(routes);
    }

    @Test
    void everyCallIsAnsweredAsTheDocumentSays() {
        ApiDocument document = document();
        List<String> wrong = new ArrayList<>();
        for (Call call : document.calls()) {
            Answer answer = send(call, "", Map.of(), rightly(call));
            check(document, call, "rightly", answer, wrong);
            if (answer.status() >= 400 && !REFUSED_HERE.contains(call.toString())) {
                wrong.add(
                        call + ": " + answer.status() + ' ' + answer.response().body());
            }
            check(
                    document,
                    call,
                    "for nobody",
                    send(call, "", Map.of("Authorization", "Bearer he"), rightly(call)),
                    wrong);
            check(document, call, "once more", send(call, "", Map.of(), rightly(call)), wrong);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyStateOfAVideoIsShownAsTheDocumentSays() {
        ApiDocument document = document();
        List<String> wrong = new ArrayList<>();
        addVideos();
        for (String id : videos.statuses.keySet()) {
            Answer video = api().send(authorized("/videos/" + id));
            check(document, Call.of("GET /videos/{id}"), id, video, wrong);
            assertThat(video.status()).isEqualTo(200);
            Answer timeline = api().send(authorized("/videos/" + id + "/timeline"));
            check(document, Call.of("GET /videos/{id}/timeline"), id, timeline, wrong);
        }
        check(document, Call.of("GET /videos"), "all", api().send(authorized("/videos?limit=2")), wrong);
        videos.down = true;
        check(document, Call.of("GET /videos"), "down", api().send(authorized("/videos")), wrong);
        assertThat(wrong).isEmpty();
    }

    /** Never with a status of 500 or more, always as a problem with a sentence. */
    @Test
    void whatTheDocumentDoesNotAllowIsRefused() {
        ApiDocument document = document();
        List<String> wrong = new ArrayList<>();
        int sent = 0;
        for (Call call : document.calls()) {
            addVideos();
            String right = body(call);
            for (BadRequests.Variant variant :
                    new BadRequests(document, call, right).all().toList()) {
                Answer answer = send(call, variant.query(), variant.headers(), variant.body());
                check(document, call, variant.what(), answer, wrong);
                if (variant.isWrong() && answer.status() < 400) {
                    wrong.add(call + " with " + variant.what() + ": " + answer.status());
                }
                sent++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(sent).isGreaterThan(500);
    }

    @Test
    void otherMethodsAndOtherPathsAreRefusedAsProblems() {
        ApiDocument document = document();
        List<String> wrong = new ArrayList<>();
        Set<Call> known = document.calls();
        known.stream()
                .map(Call::path)
                .distinct()
                .forEach(path -> Stream.of("GET", "POST", "PUT", "DELETE", "PATCH")
                        .map(method -> new Call(method, path))
                        .filter(Predicate.not(known::contains))
                        .forEach(call -> {
                            Answer answer = send(call, "", Map.of(), BodyPublishers.noBody());
                            problem(call, "no such method", answer, wrong);
                            if (answer.status() != 405 && answer.status() != 404) {
                                wrong.add(call + ": " + answer.status());
                            }
                        }));
        for (String id : List.of("%00", "..%2f..", "%c3%28", ";a=b", "x".repeat(7_000), "%F0%9F%92%A9", "%20")) {
            Call call = new Call("GET", "/videos/" + id);
            problem(call, "no such id", send(call, "", Map.of(), BodyPublishers.noBody()), wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(ApiDocument document, Call call, String what, Answer answer, List<String> wrong) {
        document.violations(call, answer).stream()
                .map(violation -> call + " with " + what + ": " + violation + " in "
                        + answer.response().body())
                .forEach(wrong::add);
        if (answer.status() >= 400 && !call.method().equals("HEAD")) {
            problem(call, what, answer, wrong);
        }
    }

    private static void problem(Call call, String what, Answer answer, List<String> wrong) {
        String body = answer.response().body();
        boolean isProblem = answer.header("Content-Type").equals("application/problem+json")
                && answer.json().path("status").asInt() == answer.status()
                && answer.text("detail").matches("\\S.*[.…]")
                && (answer.status() < 500 || REFUSED_HERE.contains(call.toString()) || what.equals("down"));
        if (!isProblem) {
            wrong.add(call + " with " + what + ": " + answer.status() + ' ' + body);
        }
    }

    /** Sends a request as it is right, but for what is given. */
    private Answer send(Call call, String query, Map<String, String> headers, BodyPublisher body) {
        String path = call.path().replace("{id}", id(call)).replace("{worker}", Telemetry.WORKER);
        HttpRequest.Builder request = authorized(path + (query.isEmpty() ? rightQuery(call) : query))
                .header("Content-Type", type(call))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "5")
                .header("Upload-Offset", "0")
                .method(call.method(), body);
        if (call.toString().equals("POST /uploads/{id}")) {
            request.header("X-HTTP-Method-Override", "HEAD");
        }
        headers.forEach(request::setHeader);
        return api().send(request);
    }

    private HttpRequest.Builder authorized(String path) {
        return api().request(path).header("Authorization", "Bearer me");
    }

    private static String rightQuery(Call call) {
        return call.path().equals("/progress") ? "?id=encoding" : "";
    }

    private static BodyPublisher rightly(Call call) {
        return BodyPublishers.ofString(body(call));
    }

    private static String body(Call call) {
        return BODIES.getOrDefault(call.toString(), "");
    }

    private static String type(Call call) {
        return call.method().equals("PATCH") || call.toString().equals("POST /uploads/file")
                ? "application/offset+octet-stream"
                : "application/json";
    }

    /** Of a video or an upload that the call is right for. */
    private String id(Call call) {
        addVideos();
        if (!call.path().startsWith("/uploads")) {
            return call.path().endsWith("/replay")
                    ? "failed"
                    : call.path().endsWith("/unpublish") ? "public" : "running";
        }
        String id = uploads.create(TENANT, new UploadHandler.Wish(5, "", Optional.empty(), false))
                .id();
        if (call.path().endsWith("/finish")) {
            send(new Call("PATCH", "/uploads/" + id), "", Map.of(), BodyPublishers.ofString("bytes"));
        }
        return id;
    }

    private void addVideos() {
        for (String id : List.of("running", "encoding", "encoded", "public", "failed", "withdrawn")) {
            VideoRequested request =
                    Events.aRequest().setVideoId(id).setTenant(TENANT).build();
            videos.statuses.put(id, VideoStatuses.apply(null, request));
        }
        change("encoding", status -> VideoStatuses.apply(status, of("encoding", Events.started(1))));
        change("encoded", status -> VideoStatuses.apply(status, of("encoded", Events.encoded(1))));
        for (String id : List.of("public", "withdrawn")) {
            VideoPublished published = VideoPublished.newBuilder(Events.published(1))
                    .setVideoId(id)
                    .build();
            change(id, status -> VideoStatuses.apply(status, published));
        }
        VideoUnpublished unpublished = VideoUnpublished.newBuilder(Events.unpublished(1))
                .setVideoId("withdrawn")
                .build();
        change("withdrawn", status -> VideoStatuses.apply(status, unpublished));
        VideoFailed failed =
                VideoFailed.newBuilder(Events.failed(1)).setVideoId("failed").build();
        change("failed", status -> Objects.requireNonNull(VideoStatuses.apply(status, failed)));
    }

    private static VideoEncoded of(String id, VideoEncoded event) {
        return VideoEncoded.newBuilder(event).setVideoId(id).build();
    }

    private void change(String id, UnaryOperator<VideoStatus> change) {
        videos.statuses.put(id, change.apply(Objects.requireNonNull(videos.statuses.get(id))));
    }

    private String text(String path) {
        return api().get(path).response().body();
    }

    private ApiDocument document() {
        return new ApiDocument(text("/openapi.yaml"));
    }

    private ApiClient api() {
        return Objects.requireNonNull(client);
    }
}

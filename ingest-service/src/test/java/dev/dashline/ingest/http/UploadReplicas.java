package dev.dashline.ingest.http;

import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.operation.VideoApi;
import dev.dashline.ingest.http.tus.UploadEndpoints;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.request.SourceRoots;
import dev.dashline.ingest.request.TenantUploads;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadLimits;
import dev.dashline.ingest.upload.UploadNames;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.store.ObjectStore;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Replicas that take uploads into one store. The token of a caller is his tenant. */
final class UploadReplicas implements AutoCloseable {

    static final UploadLimits LIMITS =
            new UploadLimits(100 << 20, 150 << 20, Duration.ofHours(24), Duration.ofHours(720), 4);

    final ManualClock clock = new ManualClock(Events.T0);
    final InMemoryVideos videos = new InMemoryVideos();
    final UploadHandler uploads;
    final ApiServer one;
    final ApiServer other;

    private final UploadNames names;

    UploadReplicas(ObjectStore store, URI root) {
        this.names = new UploadNames(root);
        this.uploads = new UploadHandler(store, names, LIMITS, clock, System::nanoTime, UUID::randomUUID);
        this.one = server(store);
        this.other = server(store);
        one.start();
        other.start();
    }

    private ApiServer server(ObjectStore store) {
        RequestParser parser = new RequestParser(
                new SourceRoots(
                        uri -> uri.toString().startsWith("gs://input/"),
                        Optional.empty(),
                        new TenantUploads(Optional.of(names), Optional.empty())),
                (tenant, url) -> Optional.empty());
        RequestHandler requests =
                new RequestHandler(videos, clock, UUID::randomUUID, Duration.ofDays(1), Duration.ofSeconds(1));
        UploadHandler own = new UploadHandler(store, names, LIMITS, clock, System::nanoTime, UUID::randomUUID);
        ApiSettings settings = new ApiSettings("127.0.0.1", 0, 4_096, Duration.ofSeconds(5), 2);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new ApiServer(
                settings,
                Admission.of(UploadReplicas::identify),
                List.of(
                        new VideoApi(requests, videos, parser),
                        UploadRoutes.of(new UploadEndpoints(own, requests, parser), meters)),
                meters,
                Map.of());
    }

    private static Identity identify(String tenant) {
        return new Identity.Known(new Caller(
                "one of " + tenant,
                tenant,
                EnumSet.allOf(Role.class),
                List.of(URI.create("gs://input/nothing/")),
                OptionalInt.of(30)));
    }

    /** Sends a request of tus; headers are names and values in turn. */
    Answer send(ApiServer server, String tenant, String method, String path, byte[] body, String... headers) {
        ApiClient client = new ApiClient(server.port());
        HttpRequest.Builder request = client.request(path)
                .header("Authorization", "Bearer " + tenant)
                .header("Tus-Resumable", "1.0.0")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request);
    }

    /** Creates an upload of the tenant news, and returns its path. */
    String create(long length, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Upload-Length";
        all[1] = Long.toString(length);
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send(one, "news", "POST", "/uploads", new byte[0], all).header("Location");
    }

    Answer patch(ApiServer server, String path, long offset, byte[] body, String... headers) {
        String[] all = new String[headers.length + 4];
        all[0] = "Upload-Offset";
        all[1] = Long.toString(offset);
        all[2] = "Content-Type";
        all[3] = "application/offset+octet-stream";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return send(server, "news", "PATCH", path, body, all);
    }

    Answer head(ApiServer server, String path) {
        return send(server, "news", "HEAD", path, new byte[0]);
    }

    /** Metadata with the request for a video. */
    static String request(String json) {
        return "request " + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}

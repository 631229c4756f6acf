package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.store.file.FileObjectStore;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads into folders, at two replicas. */
@Timeout(60)
class UploadEndpointsTest {

    private static final String NO_REQUEST = "{\"title\": \"Uploaded\"}";

    @TempDir
    Path folder;

    private UploadReplicas replicas;

    @BeforeEach
    void start() {
        replicas = new UploadReplicas(new FileObjectStore(), root());
    }

    @AfterEach
    void stop() {
        replicas.close();
    }

    private URI root() {
        return URI.create(folder.toUri() + "uploads/");
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    /** Where the content of an upload of the tenant news is. */
    private Path source(String path) {
        return folder.resolve("uploads/news/" + path.substring("/uploads/".length()) + "/source");
    }

    private VideoRequested video(Answer answer) {
        String id = answer.header("Video-Location").substring("/videos/".length());
        VideoStatus status = Objects.requireNonNull(replicas.videos.statuses.get(id));
        return status.getRequest().orElseThrow();
    }

    @Test
    void goesOnAtAnotherReplicaAndEndsAsOneFileWhoseVideoIsRequested() throws IOException {
        byte[] content = random(20 << 20);
        int cut = 12 << 20;
        String path = replicas.create(content.length, "Upload-Metadata", UploadReplicas.request(NO_REQUEST));
        sendAndBreakOff(path, Arrays.copyOf(content, cut), content.length);
        await().until(() ->
                !replicas.head(replicas.other, path).header("Upload-Offset").equals("0"));
        await().until(() -> offset(path) == cut);

        Answer last = replicas.patch(replicas.other, path, cut, Arrays.copyOfRange(content, cut, content.length));

        assertThat(last.status()).isEqualTo(204);
        assertThat(last.header("Upload-Offset")).isEqualTo(Integer.toString(content.length));
        assertThat(Files.readAllBytes(source(path))).isEqualTo(content);
        assertThat(video(last).getSource()).isEqualTo(source(path).toUri().toString());
        assertThat(video(last).getTenant()).isEqualTo("news");
        assertThat(video(last).getTitle()).contains("Uploaded");
        Answer later = replicas.head(replicas.one, path);
        assertThat(later.header("Upload-Offset")).isEqualTo(Integer.toString(content.length));
        assertThat(later.header("Video-Location")).isEqualTo(last.header("Video-Location"));
        assertThat(replicas.patch(replicas.one, path, content.length, new byte[0])
                        .header("Video-Location"))
                .isEqualTo(last.header("Video-Location"));
        assertThat(replicas.videos.statuses).hasSize(1);
        try (Stream<Path> left = Files.walk(Objects.requireNonNull(source(path).getParent()))) {
            assertThat(left.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName())))
                    .contains("source", "upload.json", "finished.json")
                    .noneMatch(name -> name.matches("[0-9]{16}"));
        }
    }

    /** With a client that is not ours. */
    @Test
    void clientsOfTusGetAlong() throws IOException, ProtocolException {
        byte[] content = random(3 << 20);
        TusClient client = new TusClient();
        client.setUploadCreationURL(new URL("http://127.0.0.1:" + replicas.one.port() + "/uploads"));
        client.setHeaders(Map.of("Authorization", "Bearer news"));
        TusUploader first = client.createUpload(upload(content));
        first.setChunkSize(1 << 20);
        first.setRequestPayloadSize(1 << 20);
        first.uploadChunk();
        first.finish();
        String path = first.getUploadURL().getPath();
        assertThat(offset(path)).isEqualTo(1 << 20);

        TusUploader second = client.beginOrResumeUploadFromURL(
                upload(content), new URL("http://127.0.0.1:" + replicas.other.port() + path));
        while (second.uploadChunk() >= 0) {
            second.setChunkSize(1 << 20);
        }
        second.finish();

        assertThat(source(path)).hasBinaryContent(content);
        assertThat(replicas.videos.statuses).hasSize(1);
    }

    private static TusUpload upload(byte[] content) {
        TusUpload upload = new TusUpload();
        upload.setInputStream(new ByteArrayInputStream(content));
        upload.setSize(content.length);
        upload.setMetadata(Map.of("filename", "a clip.mp4", "request", NO_REQUEST));
        return upload;
    }

    private long offset(String path) {
        return Long.parseLong(replicas.head(replicas.other, path).header("Upload-Offset"));
    }

    /** As a client that is cut off. */
    private void sendAndBreakOff(String path, byte[] sent, int promised) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), replicas.one.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer news\r\n"
                            + "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + promised
                            + "\r\n\r\n")
                    .getBytes(UTF_8));
            out.write(sent);
        }
    }

    @Test
    void theEndIsTriedAgainIfTheReplicaDiedJustBefore() {
        String path = replicas.create(10, "Upload-Metadata", UploadReplicas.request(NO_REQUEST));
        replicas.videos.down = true;
        assertThat(replicas.patch(replicas.one, path, 0, "0123456789".getBytes(UTF_8))
                        .status())
                .isEqualTo(503);
        replicas.videos.down = false;

        assertThat(offset(path)).isZero();
        Answer again = replicas.patch(replicas.other, path, 0, "01234".getBytes(UTF_8));

        assertThat(again.header("Upload-Offset")).isEqualTo("10");
        assertThat(source(path)).hasContent("0123456789");
        assertThat(video(again).getTitle()).contains("Uploaded");
    }

    @Test
    void ofManyClientsThatSendTheSamePartOneIsTaken() {
        String path = replicas.create(1 << 20);
        List<Integer> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> {
                    byte[] body = new byte[(1 << 20) - i - 1];
                    Arrays.fill(body, (byte) i);
                    return replicas.patch(i % 2 == 0 ? replicas.one : replicas.other, path, 0, body)
                            .status();
                })
                .toList();

        assertThat(answers).containsOnlyOnce(204).containsOnly(204, 409);
        assertThat(offset(path)).isBetween((1L << 20) - 4, (1L << 20) - 1);
    }

    @Test
    void whoSendsMuchToTheWrongPlaceHearsWhy() {
        String path = replicas.create(16 << 20);

        for (int time = 0; time < 5; time++) {
            assertThat(replicas.patch(replicas.one, path, 5, new byte[8 << 20]).status())
                    .isEqualTo(409);
        }
    }

    @Test
    void createsWithTheFirstBytesAndNothingIsAnUploadToo() {
        Answer created = replicas.send(
                replicas.one,
                "news",
                "POST",
                "/uploads",
                "hello".getBytes(UTF_8),
                "Upload-Length",
                "5",
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Metadata",
                UploadReplicas.request("{}"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Upload-Offset")).isEqualTo("5");
        assertThat(video(created).getSource()).endsWith("/source");
        assertThat(source(created.header("Location"))).hasContent("hello");
        assertThat(source(replicas.create(0))).isEmptyFile();
    }

    @Test
    void saysWhatItCanDo() {
        Answer answer = replicas.send(replicas.one, "news", "OPTIONS", "/uploads", new byte[0]);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(answer.header("Tus-Extension")).contains("creation-with-upload", "checksum", "expiration");
        assertThat(answer.header("Tus-Max-Size")).isEqualTo(Integer.toString(100 << 20));
        assertThat(answer.header("Tus-Checksum-Algorithm")).isEqualTo("md5,sha1,sha256");
        String path = replicas.create(3, "Upload-Metadata", "filename YS5tcDQ=,is_mine");
        Answer head = replicas.head(replicas.one, path);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(head.header("Upload-Length")).isEqualTo("3");
        assertThat(head.header("Upload-Metadata")).isEqualTo("filename YS5tcDQ=,is_mine");
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
        assertThat(head.header("Upload-Expires")).endsWith("GMT");
        assertThat(head.header("Video-Location")).isEmpty();
    }

    @Test
    void everyRefusalSaysWhatToDo() {
        String path = replicas.create(10);
        byte[] five = "01234".getBytes(UTF_8);
        replicas.patch(replicas.one, path, 0, five);

        problem(replicas.patch(replicas.one, path, 0, five), 409, "other-offset", "byte 5");
        problem(replicas.patch(replicas.one, path, 7, five), 409, "other-offset", "byte 5");
        problem(replicas.patch(replicas.one, path, 5, random(6)), 413, "too-large", "10 bytes");
        problem(
                replicas.patch(replicas.one, path, 5, five, "Content-Type", "video/mp4"),
                415,
                "unsupported-media-type",
                "offset+octet-stream");
        problem(replicas.patch(replicas.one, path, 5, five, "Upload-Offset", "x"), 400, "invalid-request", "");
        problem(replicas.patch(replicas.one, path, 5, five, "Tus-Resumable", "0.2"), 412, "tus-version", "1.0.0");
        problem(finish(path, ""), 409, "upload-unfinished", "10 bytes");
        problem(replicas.send(replicas.one, "news", "POST", path, new byte[0]), 405, "method-not-allowed", "openapi");
        problem(create("Upload-Length", Integer.toString((100 << 20) + 1)), 413, "too-large", "UPLOAD_MAX_SIZE");
        problem(create("Upload-Length", "many"), 400, "invalid-request", "");
        problem(create("Upload-Defer-Length", "1"), 400, "invalid-request", "");
        problem(create("Upload-Length", "5", "Upload-Metadata", "request"), 400, "invalid-request", "");
        problem(
                create(
                        "Upload-Length",
                        "5",
                        "Upload-Metadata",
                        UploadReplicas.request("{\"source\": \"gs://input/a\"}")),
                400,
                "invalid-request",
                "");
        problem(replicas.head(replicas.one, "/uploads/" + "0".repeat(36)), 404);
        problem(replicas.head(replicas.one, "/uploads/.hidden"), 404);
        assertThat(offset(path)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"'a b c'", "'a b'", "'a YQ==,a YQ=='", "',a YQ=='", "'a YQ==,,b'", "'a /w=='"})
    void refusesMetadataThatIsNone(String metadata) {
        problem(create("Upload-Length", "5", "Upload-Metadata", metadata), 400, "invalid-request", "Upload-Metadata");
    }

    private Answer create(String... headers) {
        return replicas.send(replicas.one, "news", "POST", "/uploads", new byte[0], headers);
    }

    private Answer finish(String path, String request) {
        return replicas.send(
                replicas.one,
                "news",
                "POST",
                path + "/finish",
                request.getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private static void problem(Answer answer, int status, String reason, String words) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("urn:dashline:problem:" + reason);
        assertThat(answer.text("detail")).contains(words);
    }

    /** To HEAD there is no body that could say more. */
    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aBodyWithAnotherChecksumIsNotTaken() throws NoSuchAlgorithmException {
        byte[] content = "0123456789".getBytes(UTF_8);
        String sha1 = "sha1 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(content));
        String path = replicas.create(10);

        problem(
                replicas.patch(replicas.one, path, 0, "0123456780".getBytes(UTF_8), "Upload-Checksum", sha1),
                460,
                "checksum-mismatch",
                "Send it again");
        problem(
                replicas.patch(replicas.one, path, 0, content, "Upload-Checksum", "crc9 abc="),
                400,
                "invalid-request",
                "md5,sha1,sha256");
        String large = replicas.create(9 << 20);
        problem(
                replicas.patch(replicas.one, large, 0, random(9 << 20), "Upload-Checksum", sha1),
                413,
                "too-large",
                "Send several");
        assertThat(offset(path)).isZero();
        assertThat(replicas.patch(replicas.one, path, 0, content, "Upload-Checksum", sha1)
                        .status())
                .isEqualTo(204);
        assertThat(source(path)).hasContent("0123456789");
    }

    @Test
    void aBodyOfUnknownLengthThatIsTooLongLeavesRoomForTheRightOne() {
        String path = replicas.create(10);
        ApiClient client = new ApiClient(replicas.one.port());

        Answer tooLong = client.send(client.request(path)
                .header("Authorization", "Bearer news")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(random(11)))));

        problem(tooLong, 413, "too-large", "10 bytes");
        assertThat(replicas.patch(replicas.one, path, 0, "0123456789".getBytes(UTF_8))
                        .status())
                .isEqualTo(204);
        assertThat(source(path)).hasContent("0123456789");
    }

    @Test
    void theUploadsOfATenantAreLimitedTogether() {
        String first = replicas.create(100 << 20);

        problem(create("Upload-Length", Integer.toString(60 << 20)), 413, "quota-exceeded", "UPLOAD_QUOTA");
        assertThat(replicas.send(
                                replicas.one,
                                "sport",
                                "POST",
                                "/uploads",
                                new byte[0],
                                "Upload-Length",
                                Integer.toString(60 << 20))
                        .status())
                .isEqualTo(201);
        assertThat(replicas.send(replicas.other, "news", "DELETE", first, new byte[0])
                        .status())
                .isEqualTo(204);
        problem(replicas.head(replicas.one, first), 404);
        assertThat(create("Upload-Length", Integer.toString(60 << 20)).status()).isEqualTo(201);
    }

    @Test
    void whatExpiresIsRemovedAndAfterAWhileForgotten() throws IOException {
        String unfinished = replicas.create(10);
        replicas.patch(replicas.one, unfinished, 0, "01234".getBytes(UTF_8));
        String finished = replicas.create(5);
        replicas.patch(replicas.one, finished, 0, "01234".getBytes(UTF_8));
        Path orphan = folder.resolve("uploads/news/" + "0".repeat(36) + "/parts/0000000000000000");
        Files.createDirectories(Objects.requireNonNull(orphan.getParent()));
        Files.writeString(orphan, "of an upload that was removed meanwhile");

        replicas.clock.advance(Duration.ofHours(25));
        problem(
                replicas.patch(replicas.other, unfinished, 5, "56789".getBytes(UTF_8)),
                410,
                "upload-expired",
                "another");
        assertThat(replicas.uploads.sweep()).isEqualTo(1);
        assertThat(orphan).doesNotExist();
        assertThat(source(finished)).exists();
        assertThat(source(unfinished).resolveSibling("parts/0000000000000000")).doesNotExist();
        problem(replicas.head(replicas.one, unfinished), 410);

        replicas.clock.advance(Duration.ofHours(700));
        assertThat(replicas.uploads.sweep()).isEqualTo(1);
        assertThat(source(finished)).doesNotExist();
        problem(replicas.head(replicas.one, finished), 410);
        problem(replicas.head(replicas.one, unfinished), 404);
    }

    @Test
    void aSmallFileNeedsNoTusAndAnyRequestOfItsTenantMayNameIt() {
        Answer stored = file("hello".getBytes(UTF_8), "Upload-Metadata", UploadReplicas.request(NO_REQUEST));
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.text("source")).isEqualTo("upload:" + stored.text("id"));
        assertThat(stored.header("Video-Location")).isEqualTo(stored.text("status"));
        assertThat(source(stored.header("Location"))).hasContent("hello");

        String body = "{\"source\": \"" + stored.text("source") + "\"}";
        assertThat(submit("news", body).status()).isEqualTo(202);
        String named = "{\"source\": \"" + source(stored.header("Location")).toUri() + "\"}";
        assertThat(submit("news", named).status()).isEqualTo(202);
        assertThat(submit("sport", named).text("type")).endsWith(":source-forbidden");
        Answer others = submit("sport", body);
        String id = others.text("id");
        assertThat(Objects.requireNonNull(replicas.videos.statuses.get(id))
                        .getRequest()
                        .orElseThrow()
                        .getSource())
                .contains("/uploads/sport/");
        assertThat(submit("news", named.replace("/source", "/upload.json")).text("type"))
                .endsWith(":source-forbidden");
        problem(file(random((64 << 20) + 1)), 413, "too-large", "tus");
    }

    private Answer submit(String tenant, String body) {
        return new ApiClient(replicas.one.port()).post("/videos", body, "Authorization", "Bearer " + tenant);
    }

    private Answer file(byte[] content, String... headers) {
        ApiClient client = new ApiClient(replicas.one.port());
        var request = client.request("/uploads/file")
                .header("Authorization", "Bearer news")
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofByteArray(content));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request);
    }

    @Test
    void anUploadThatCameAfterItsDeadlineMayBeForAnotherVideo() {
        String deadline = replicas.clock.instant().plus(Duration.ofHours(1)).toString();
        String path =
                replicas.create(5, "Upload-Metadata", UploadReplicas.request("{\"deadline\": \"" + deadline + "\"}"));
        replicas.clock.advance(Duration.ofHours(2));

        problem(
                replicas.patch(replicas.one, path, 0, "01234".getBytes(UTF_8)),
                409,
                "video-refused",
                "Send another request to " + path + "/finish.");
        Answer finished = finish(path, NO_REQUEST);

        assertThat(finished.status()).isEqualTo(200);
        assertThat(video(finished).getTitle()).contains("Uploaded");
        assertThat(finish(path, "").text("video")).isEqualTo(finished.text("video"));
        assertThat(replicas.head(replicas.other, path).header("Upload-Offset")).isEqualTo("5");
    }

    @Test
    void uploadsDoNotTakeThePlacesOfOtherRequests() throws IOException {
        String path = replicas.create(100);
        try (Socket first = begin(path);
                Socket second = begin(path);
                Socket third = begin(path);
                Socket fourth = begin(path)) {
            await().until(() ->
                    replicas.patch(replicas.one, path, 0, new byte[1]).status() == 429);

            assertThat(submit("news", "{\"source\": \"gs://other/a.mp4\"}").status())
                    .isEqualTo(403);
            assertThat(replicas.head(replicas.one, path).status()).isEqualTo(200);
            assertThat(List.of(first, second, third, fourth)).noneMatch(Socket::isClosed);
        }
    }

    /** A client that promises a body and sends nothing of it. */
    private Socket begin(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), replicas.one.port());
        socket.getOutputStream()
                .write(("PATCH " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer news\r\n"
                                + "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                                + "Content-Type: application/offset+octet-stream\r\nContent-Length: 9\r\n\r\n")
                        .getBytes(UTF_8));
        return socket;
    }

    @Test
    void methodsMayBeInAHeaderForProxiesThatLetOnlyPostThrough() {
        String path = replicas.create(5);
        Answer patched = replicas.send(
                replicas.one,
                "news",
                "POST",
                path,
                "01234".getBytes(UTF_8),
                "X-HTTP-Method-Override",
                "PATCH",
                "Upload-Offset",
                "0",
                "Content-Type",
                "application/offset+octet-stream");
        assertThat(patched.status()).isEqualTo(204);
        assertThat(source(path)).hasContent("01234");
    }
}

package dev.dashline.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCommandIT {

    private static final Pattern METER = Pattern.compile("dashline_[a-z_]+");
    /** Prometheus shows a timer's maximum as a meter of its own. */
    private static final Pattern TYPE = Pattern.compile("# TYPE (dashline_[a-z_]+?)(_max)? ");

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasWhenItWasKilledAndStopsWhatIsCancelled() throws Exception {
        Path clip = Clips.make(folder.resolve("clip.mp4"), 2);
        String videoId;
        String upload;
        JsonNode timeline;
        try (DashlineProcess dev = dev("first")) {
            JsonNode outcome = new ObjectMapper()
                    .readTree(run("submit", 0, "submit", clip.toString(), "--wait", "--json", "--url", dev.api()));
            videoId = outcome.get("videoId").asText();
            assertThat(outcome.get("state").asText()).isEqualTo("published");
            assertThat(folder.resolve("data/videos").resolve(videoId).resolve("manifest.mpd"))
                    .exists();

            refusesAnotherOnTheSameData();
            timeline = timeline(dev.api(), videoId);
            assertThat(timeline.findValuesAsText("task")).contains("analyze", "video-00000", "package");
            upload = cutOffAtSixtyPercent(dev, dev.api(), Files.readAllBytes(clip));
        }
        try (DashlineProcess dev = dev("second")) {
            String api = dev.api();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(run("status", 0, "status", videoId, "--json", "--url", api))
                            .contains("\"state\":\"published\""));
            assertThat(timeline(api, videoId)).isEqualTo(timeline);
            goesOnWithTheUpload(api, upload, clip);
            encodesForOtherCommandsOfTheUser(dev, clip);
            stopsEncodingWhatIsCancelled(dev, api);
            showsNoMeterThatIsNotDocumented(api);
            stop(dev);
            assertThat(folder.resolve("run/dashline/dev.properties")).doesNotExist();
        }
    }

    private void encodesForOtherCommandsOfTheUser(DashlineProcess dev, Path clip) throws Exception {
        Path mine = Files.createDirectories(folder.resolve("encode"));
        try (DashlineProcess encode = DashlineProcess.start(mine, run(), "encode", clip.toString(), "--json")) {
            assertThat(encode.exitCode()).as(encode.stderr()).isZero();

            assertThat(encode.stderr()).contains("dashline dev (process").doesNotContain("starting Kafka");
            JsonNode outcome = encode.outcomeOf(clip.toString());
            Path manifest = Path.of(URI.create(outcome.get("manifest").asText()));
            assertThat(manifest)
                    .isEqualTo(mine.toRealPath()
                            .resolve("out")
                            .resolve(outcome.get("videoId").asText())
                            .resolve("manifest.mpd"));
            assertThat(Clips.decodedFrames(manifest))
                    .isEqualTo(outcome.get("frames").asLong());
        }
        assertThat(dev.isAlive()).isTrue();
    }

    /** Where the stack of this test is told of. */
    private Map<String, String> run() {
        return Map.of("XDG_RUNTIME_DIR", folder.resolve("run").toString());
    }

    /** What ran where for a video that has ended, once all is known. */
    private static JsonNode timeline(String api, String videoId) {
        HttpRequest.Builder question = HttpRequest.newBuilder(URI.create(api + "/videos/" + videoId + "/timeline"));
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> new ObjectMapper().readTree(answer(question).body()),
                        timeline -> timeline.path("complete").asBoolean());
    }

    /** Kills everything while an upload is on its way; returns the id of the upload. */
    private static String cutOffAtSixtyPercent(DashlineProcess dev, String api, byte[] content) throws Exception {
        String request = Base64.getEncoder().encodeToString("{\"title\": \"Uploaded\"}".getBytes(UTF_8));
        HttpResponse<String> created = answer(tus(api + "/uploads")
                .header("Upload-Length", Integer.toString(content.length))
                .header("Upload-Metadata", "request " + request)
                .POST(BodyPublishers.noBody()));
        String path = created.headers().firstValue("Location").orElseThrow();
        int half = content.length / 2;
        HttpResponse<String> stored = answer(tus(api + path)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "0")
                .method("PATCH", BodyPublishers.ofByteArray(content, 0, half)));
        assertThat(stored.headers().firstValue("Upload-Offset")).contains(Integer.toString(half));
        try (Socket rest =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(api).getPort())) {
            OutputStream out = rest.getOutputStream();
            out.write(("PATCH " + path + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: "
                            + half + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
                            + (content.length - half) + "\r\n\r\n")
                    .getBytes(UTF_8));
            out.write(content, half, content.length / 10);
            List<ProcessHandle> others = dev.descendants();
            dev.kill();
            await().atMost(Duration.ofSeconds(30)).until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
        }
        return path.substring("/uploads/".length());
    }

    private static HttpRequest.Builder tus(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Tus-Resumable", "1.0.0");
    }

    private void goesOnWithTheUpload(String api, String upload, Path clip) throws Exception {
        JsonNode outcome = new ObjectMapper()
                .readTree(run(
                        "resume",
                        0,
                        "submit",
                        "--upload",
                        "--resume",
                        upload,
                        clip.toString(),
                        "--wait",
                        "--json",
                        "--url",
                        api));
        assertThat(outcome.get("state").asText()).isEqualTo("published");
        assertThat(folder.resolve("data/uploads/default/" + upload + "/source")).hasSameBinaryContentAs(clip);
        HttpResponse<String> end = answer(tus(api + "/uploads/" + upload).method("HEAD", BodyPublishers.noBody()));
        assertThat(end.headers().firstValue("Video-Location"))
                .contains("/videos/" + outcome.get("videoId").asText());
    }

    private void stopsEncodingWhatIsCancelled(DashlineProcess dev, String api) throws Exception {
        Path clip = Clips.make(folder.resolve("long.mp4"), 240);
        String videoId = new ObjectMapper()
                .readTree(run("submit-long", 0, "submit", clip.toString(), "--json", "--url", api))
                .get("videoId")
                .asText();
        await().atMost(Duration.ofMinutes(1)).until(() -> !encoding(dev).isEmpty());

        HttpRequest.Builder cancel =
                HttpRequest.newBuilder(URI.create(api + "/videos/" + videoId)).DELETE();
        assertThat(answer(cancel).statusCode()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(2)).until(() -> encoding(dev).isEmpty());
        assertThat(run("cancelled", 0, "status", videoId, "--json", "--url", api))
                .contains("\"state\":\"failed\"")
                .contains("\"code\":\"CANCELLED\"");
        assertThat(encoding(dev)).isEmpty();
    }

    private static void showsNoMeterThatIsNotDocumented(String api) throws Exception {
        Path documentation = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling(Path.of("docs", "metrics.md"));
        Set<String> documented = METER.matcher(Files.readString(documentation))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        String shown =
                answer(HttpRequest.newBuilder(URI.create(api + "/metrics"))).body();

        assertThat(TYPE.matcher(shown).results().map(each -> each.group(1)))
                .contains("dashline_published_total", "dashline_encoder_slots")
                .allSatisfy(meter -> assertThat(documented).contains(meter));
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static List<ProcessHandle> encoding(DashlineProcess dev) {
        return dev.descendants().stream()
                .filter(each -> each.info()
                        .command()
                        .filter(name -> name.endsWith("/ffmpeg"))
                        .isPresent())
                .toList();
    }

    private void refusesAnotherOnTheSameData() throws Exception {
        try (DashlineProcess other = dev("other")) {
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.stderr()).contains("data is in use by process").doesNotContain("Exception");
        }
    }

    private DashlineProcess dev(String name) throws Exception {
        return DashlineProcess.dev(
                Files.createDirectories(folder.resolve(name)),
                run(),
                "--data-dir",
                folder.resolve("data").toString());
    }

    private String run(String name, int exitCode, String... arguments) throws Exception {
        try (DashlineProcess command =
                DashlineProcess.start(Files.createDirectories(folder.resolve(name)), arguments)) {
            assertThat(command.exitCode()).as(command.stderr()).isEqualTo(exitCode);
            return command.stdout();
        }
    }

    private static void stop(DashlineProcess dev) throws Exception {
        List<ProcessHandle> others = dev.descendants();
        dev.interrupt();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !dev.isAlive() && others.stream().noneMatch(ProcessHandle::isAlive));
    }
}

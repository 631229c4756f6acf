package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that people use, with sources and outputs in buckets. */
class CloudStorageIT {

    private static final Pattern HOST = Pattern.compile("STORAGE_EMULATOR_HOST=(\\S+)");
    private static final String SOURCE = "gs://videos/in/clip.mp4";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private DashlineProcess emulator;
    private String host = "";

    @BeforeEach
    void putASourceIntoABucket() throws Exception {
        emulator = start("emulator", "gcs-emulator", "--port", "0", "--data", "objects", "--bucket", "videos");
        host = emulator.said(HOST);
        Path clip = Clips.make(folder.resolve("clip.mp4"), 3);
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(host + "/upload/storage/v1/b/videos/o?uploadType=media&name=in/clip.mp4"))
                        .header("Content-Type", "video/mp4")
                        .POST(BodyPublishers.ofFile(clip))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void encodesFromABucketIntoABucket() throws Exception {
        try (DashlineProcess encode = start("encode", "encode", SOURCE, "--out", "gs://videos/out", "--json")) {
            assertThat(encode.exitCode()).as(encode.stderr()).isZero();

            JsonNode outcome = new ObjectMapper().readTree(encode.stdout());
            assertThat(outcome.get("frames").asLong()).isEqualTo(75);
            String video = "gs://videos/out/" + outcome.get("videoId").asText() + "/";
            assertThat(outcome.get("manifest").asText()).isEqualTo(video + "manifest.mpd");
            assertServed(video + "manifest.mpd", "application/dash+xml", "public, max-age=5");
            assertServed(video + "1/v240/init.mp4", "video/mp4", "public, max-age=31536000, immutable");
            assertThat(encode.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void developsAgainstABucket() throws Exception {
        try (DashlineProcess dev = DashlineProcess.dev(
                Files.createDirectories(folder.resolve("dev")),
                Map.of("STORAGE_EMULATOR_HOST", host),
                "--store",
                "gs://videos/team")) {
            String api = dev.api();
            try (DashlineProcess submit = start("submit", "submit", SOURCE, "--wait", "--json", "--url", api)) {
                assertThat(submit.exitCode()).as(submit.stderr()).isZero();

                String manifest = new ObjectMapper()
                        .readTree(submit.stdout())
                        .get("manifest")
                        .asText();
                assertThat(manifest).startsWith("gs://videos/team/videos/");
                assertServed(manifest, "application/dash+xml", "public, max-age=5");
            }
        }
    }

    private void assertServed(String object, String type, String cacheControl) throws Exception {
        String name = URLEncoder.encode(object.substring("gs://videos/".length()), StandardCharsets.UTF_8);
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(host + "/storage/v1/b/videos/o/" + name))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(object).isEqualTo(200);
        JsonNode attributes = new ObjectMapper().readTree(answer.body());
        assertThat(attributes.get("contentType").asText()).isEqualTo(type);
        assertThat(attributes.get("cacheControl").asText()).isEqualTo(cacheControl);
    }

    private DashlineProcess start(String name, String... arguments) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        return DashlineProcess.start(
                home, host.isEmpty() ? Map.of() : Map.of("STORAGE_EMULATOR_HOST", host), arguments);
    }
}

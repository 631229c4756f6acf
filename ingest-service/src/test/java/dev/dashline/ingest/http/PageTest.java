package dev.dashline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.page.PageSettings;
import dev.dashline.ingest.video.Events;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page and the videos that it plays are handed out. */
class PageTest {

    @TempDir
    static Path folder;

    private final ApiServer server = new ApiServer(
            new ApiSettings(
                    "127.0.0.1",
                    0,
                    1_024,
                    Duration.ofSeconds(5),
                    4,
                    new ConnectionSettings(1_000),
                    new PageSettings(Optional.of("https://cdn.example.com"), Optional.of(folder.resolve("videos")))),
            Admission.ANYBODY_HERE,
            List.of(new InMemoryVideos().api(new ManualClock(Events.T0))),
            new SimpleMeterRegistry(),
            Map.of());

    @BeforeEach
    void start() throws IOException {
        Path attempt = Files.createDirectories(folder.resolve("videos/v/1/v720"));
        Files.writeString(folder.resolve("videos/v/manifest.mpd"), "<MPD/>");
        Files.writeString(attempt.resolve("init.mp4"), "0123456789");
        Files.writeString(attempt.resolve(".hidden.mp4"), "hidden");
        Files.writeString(attempt.resolve("notes.txt"), "of no video");
        Files.writeString(folder.resolve("secret.mp4"), "elsewhere");
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageMayLoadNothingButItsOwnFilesAndVideos() {
        Answer page = api().get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .contains("connect-src 'self' https://cdn.example.com")
                .doesNotContain("unsafe", "*");
        assertThat(page.response().body()).doesNotContain("<style", "style=", "onclick");
    }

    @Test
    void aBrowserAsksWhetherAFileHasChangedUnlessItsNameHasItsVersion() {
        Answer module = api().get("/page/app.js");
        assertThat(module.header("Content-Type")).startsWith("text/javascript");
        assertThat(module.header("Cache-Control")).isEqualTo("no-cache");
        Answer again = api().send(api().request("/page/app.js").header("If-None-Match", module.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        assertThat(api().get("/page/vendor/lit-3.3.3.js").header("Cache-Control"))
                .contains("immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/nothing.js",
                "/page/PageFiles.class",
                "/page/..%2Fhttp%2Fopenapi.yaml",
                "/page/vendor/..%2Fapp.js",
                "/media/v/2/v720/init.mp4",
                "/media/v/1/v720/.hidden.mp4",
                "/media/v/1/v720/notes.txt",
                "/media/..%2Fsecret.mp4",
                "/media/v/..%2F..%2F..%2Fsecret.mp4",
                "/media/v/1/v720"
            })
    void whatIsNoFileOfThePageOrOfAVideoIsNotThere(String path) {
        assertThat(api().get(path).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,      206, 0123,       bytes 0-3/10",
        "bytes=8-99,     206, 89,         bytes 8-9/10",
        "bytes=7-,       206, 789,        bytes 7-9/10",
        "bytes=-2,       206, 89,         bytes 8-9/10",
        "'bytes=0-1,4-5', 200, 0123456789, ''",
        "bytes=-,        200, 0123456789, ''",
        "lines=1-2,      200, 0123456789, ''",
        "bytes=10-,      416, '',         bytes */10",
        "bytes=5-3,      416, '',         bytes */10",
    })
    void aPlayerGetsTheRangeThatItAsksFor(String range, int status, String body, String contentRange) {
        Answer answer = api().send(api().request("/media/v/1/v720/init.mp4").header("Range", range));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().body()).isEqualTo(body);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aManifestIsAskedForAgainSinceAReplayReplacesIt() {
        Answer manifest = api().get("/media/v/manifest.mpd");
        assertThat(manifest.header("Content-Type")).isEqualTo("application/dash+xml");
        assertThat(manifest.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(api().get("/media/v/1/v720/init.mp4").header("Cache-Control"))
                .contains("immutable");
        assertThat(api().send(api().request("/media/v/manifest.mpd").header("If-None-Match", manifest.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    private ApiClient api() {
        return new ApiClient(server.port());
    }
}

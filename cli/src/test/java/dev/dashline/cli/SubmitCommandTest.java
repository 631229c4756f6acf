package dev.dashline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running Dashline, against a service that is played by this test. */
class SubmitCommandTest {

    @TempDir
    Path folder;

    private final List<String> bodies = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();
    private final StringWriter err = new StringWriter();
    private final List<String> keys = new ArrayList<>();
    private int answer = 202;
    private int busy;
    private HttpServer service;
    private Path clip;

    @BeforeEach
    void start() throws IOException {
        clip = Files.createFile(folder.resolve("a clip.mp4")).toRealPath();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/videos", exchange -> {
            String body = "";
            int status = 200;
            if (!exchange.getRequestMethod().equals("GET")) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.getResponseHeaders().set("Location", "/videos/v1");
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                status = busy-- > 0 ? 429 : answer;
                exchange.getResponseHeaders().set("Retry-After", "0");
                body = status == 202
                        ? "{\"attempt\":2}"
                        : "{\"title\":\"Bad request\",\"detail\":\"profile: must be one of a, b\"}";
            } else {
                body = statuses.size() > 1 ? statuses.remove(0) : statuses.get(0);
            }
            exchange.sendResponseHeaders(status, body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void namesTheFileInPlaceWithAllThatTheUserSaid() {
        String out =
                run(0, "submit", clip.toString(), "--title", "My clip", "--profile", "h264-fast", "--deadline", "5m");

        assertThat(bodies)
                .containsExactly("{\"source\":\"" + clip.toUri() + "\",\"title\":\"My clip\",\"profile\":\"h264-fast\","
                        + "\"publicationTimeout\":\"PT5M\"}");
        assertThat(out).isEqualToIgnoringNewLines("v1  " + clip);
    }

    @Test
    void saysWhyARequestWasRefused() {
        answer = 400;

        assertThat(run(CliException.FAILED, "submit", clip.toString())).isEmpty();
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("dashline: " + clip.toUri() + " was refused: profile: must be one of a, b");
    }

    @Test
    void waitsUntilTheVideoIsPublished() {
        statuses.add("{\"id\":\"v1\",\"state\":\"requested\"}");
        statuses.add("{\"id\":\"v1\",\"state\":\"published\",\"manifest\":\"https://x/v1/manifest.mpd\","
                + "\"hls\":\"https://x/v1/master.m3u8\",\"frames\":250,\"durationMs\":10000,\"encodeMs\":3000}");

        String out = run(0, "submit", clip.toString(), "--wait", "--json");

        assertThat(out)
                .isEqualToIgnoringNewLines("{\"input\":\"" + clip + "\",\"videoId\":\"v1\",\"state\":\"published\","
                        + "\"manifest\":\"https://x/v1/manifest.mpd\",\"hls\":\"https://x/v1/master.m3u8\",\"code\":null,"
                        + "\"message\":null,\"frames\":250,\"durationMs\":10000,\"encodeMs\":3000,\"renditions\":[]}");
    }

    @Test
    void failsWhenTheVideoHasFailed() {
        statuses.add("{\"id\":\"v1\",\"state\":\"failed\",\"code\":\"NO_VIDEO\",\"message\":\"There is none.\"}");

        assertThat(run(CliException.FAILED, "submit", clip.toString(), "--wait"))
                .contains("failed, NO_VIDEO: There is none.");
    }

    @Test
    void cancelsVideos() {
        assertThat(run(0, "cancel", "v1")).isEqualToIgnoringNewLines("v1  attempt 2 is cancelled");
        answer = 409;
        assertThat(run(CliException.FAILED, "cancel", "v1")).isEmpty();
        assertThat(err.toString()).contains("dashline: v1 was not cancelled: ");
    }

    @Test
    void replaysVideosWithAnotherDeadline() {
        assertThat(run(0, "failed", "replay", "v1", "v2", "--deadline", "10m", "--rate", "100/s"))
                .isEqualToIgnoringNewLines("v1  attempt 2v2  attempt 2");
        assertThat(bodies).containsExactly("{\"publicationTimeout\":\"PT10M\"}", "{\"publicationTimeout\":\"PT10M\"}");
    }

    @Test
    void saysWhatIsNotReplayedAndLeavesItAloneAmongOthers() {
        answer = 409;
        assertThat(run(CliException.FAILED, "failed", "replay", "v1")).contains("v1  not replayed: ");
        assertThat(run(0, "failed", "replay", "v1", "v2", "--rate", "100/s")).contains("v2  not replayed: ");
    }

    @Test
    void onlySaysWhatItWouldReplay() {
        assertThat(run(0, "failed", "replay", "v1", "--dry-run")).isEqualToIgnoringNewLines("v1");
        assertThat(bodies).isEmpty();
        run(CliException.USAGE, "failed", "replay");
        assertThat(err.toString()).contains("--code or --all");
    }

    @Test
    void readsRequestsFromStandardInputAndShowsWhatIsNone() {
        String out = runWithInput(
                "{\"source\":\"gs://a/b.mp4\"}\nnonsense\n{\"id\":\"x\",\"encodingTime\":1}\n",
                CliException.FAILED,
                "submit",
                "-",
                "--rate",
                "1000/s");

        assertThat(out.lines()).containsExactly("v1  line 1", "v1  x");
        assertThat(bodies).hasSize(2).first().isEqualTo("{\"source\":\"gs://a/b.mp4\"}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void backsOffAndTriesTheSameRequestAgainWhenTheServiceIsBusy() {
        busy = 2;

        assertThat(runWithInput("{\"source\":\"gs://a/b.mp4\"}", 0, "submit", "-")
                        .lines())
                .hasSize(1);
        assertThat(keys).hasSize(3);
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void showsAStatus() {
        statuses.add("{\"id\":\"v1\",\"state\":\"encoding\",\"labels\":{\"a\":\"b\"},\"renditions\":[{},{}]}");

        assertThat(run(0, "status", "v1").lines().map(line -> line.replaceAll(" +", " ")))
                .contains("id v1", "state encoding", "labels.a b", "renditions 2 of them; all with --json");
        assertThat(run(0, "status", "v1", "--json")).startsWith("{\"id\":\"v1\",\"state\":\"encoding\"");
    }

    private String runWithInput(String input, int exitCode, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        try {
            return run(exitCode, arguments);
        } finally {
            System.setIn(before);
        }
    }

    private String run(int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://localhost:" + service.getAddress().getPort()));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            assertThat(DashlineMain.commandLine()
                            .setErr(new PrintWriter(err, true))
                            .execute(all.toArray(new String[0])))
                    .isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8);
    }
}

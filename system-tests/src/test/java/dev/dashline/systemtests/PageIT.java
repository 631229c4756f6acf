package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.testsupport.browser.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does with the page of {@code dashline dev}, in a real browser. Skipped on a machine without Chromium.
 * Takes the pictures of the documentation, too: see {@link Screenshots}.
 */
class PageIT {

    private static final Pattern ENCODER = Pattern.compile("Add an encoder: +(.+) STATE_DIR=");
    private static final Pattern SETTING = Pattern.compile("(\\w+)='([^']*)'");
    /** On a machine that does much else, too. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Of a clip that takes a while; longer where pictures are taken meanwhile. */
    private static final int SECONDS = Screenshots.areTaken() ? 1_500 : 240;

    @TempDir
    static Path folder;

    private static DashlineProcess dev;
    private static String api;
    private static Browser browser;
    private static Screenshots screenshots;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.executable().isPresent(), "no Chromium on this machine");
        dev = DashlineProcess.dev(Files.createDirectories(folder.resolve("dev")), folder.resolve("data"));
        api = dev.api();
        browser = Browser.start(Files.createDirectory(folder.resolve("browser")));
        browser.size(1_280, 800);
        screenshots = new Screenshots(browser);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (dev != null) {
            dev.interrupt();
            await().atMost(Duration.ofSeconds(30)).until(() -> !dev.isAlive());
            dev.close();
        }
    }

    @Test
    void aFileThatIsDroppedPlaysToItsEnd() throws Exception {
        Path clip = clip("Surf at dawn.mp4", "surf.mp4");
        browser.open(api + "/#/videos");
        browser.eval("window.seen = []; new MutationObserver(() => document.querySelectorAll('.chip, .uploading .name')"
                + ".forEach(each => seen.push(each.innerText))).observe(document, {subtree: true, childList: true})");
        await().atMost(PATIENCE).until(() -> get("/profiles").path("encoders").asInt() == 1);
        browser.press("button.main");
        browser.until("document.querySelector('select[name=profile]')?.value === 'h264-ladder'", PATIENCE);
        assertThat(browser.eval("document.querySelector('#about-profile').innerText")
                        .asText())
                .startsWith("H.264, 240p to 2160p");
        browser.drop(".drop", clip);

        browser.until("document.querySelector('video')?.readyState >= 2", PATIENCE);
        assertThat(browser.eval("[...new Set(seen)].join(' ')").asText()).contains("Encoding", "Published");
        browser.until("/shows \\d+p at/.test(document.querySelector('.rung').innerText)");
        playToTheEnd();

        browser.press("dl-player [aria-label=Format] button:last-child"); // HLS
        browser.until("document.querySelector('video').currentTime === 0");
        playToTheEnd();
        browser.until("['analyze', 'video', 'package'].every(kind => document.querySelector('.run.done.of-' + kind))");
        browser.until("document.querySelector('dl-ladder canvas')");
        assertThat(browser.problems()).isEmpty();
        if (Screenshots.areTaken()) {
            browser.press("dl-player button"); // DASH
            browser.until("document.querySelector('.thumbnail')");
            screenshots.take("video");
        }
    }

    @Test
    void aVideoThatFailedPlaysAfterAReplay() throws Exception {
        Path later = clips().resolve("Evening news.mp4");
        open(submit(later, "\"publicationTimeout\": \"PT10M\""));
        browser.untilShown("SOURCE_NOT_FOUND");
        if (Screenshots.areTaken()) {
            browser.open(api + "/#/failures");
            browser.untilShown("Evening news");
            screenshots.take("failures");
            browser.eval("history.back()");
        }
        Files.move(Clips.make(folder.resolve("news.mp4"), 2), later, StandardCopyOption.ATOMIC_MOVE);
        browser.press(".actions button");

        browser.until("document.querySelector('video')?.readyState >= 2", PATIENCE);
        browser.untilShown("attempt 2");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void aWorkerThatIsKilledShowsAsLostAndItsChunkAsTriedAgain() throws Exception {
        try (DashlineProcess encoder = encoder()) {
            await().atMost(PATIENCE).until(() -> get("/fleet").path("workers").size() == 2);
            drainsAndTakesTasksAgain();
            Path clip = Clips.make(clips().resolve("Interview.mp4"), SECONDS);
            String id = submit(clip, "\"publicationTimeout\": \"PT20M\"");
            open(id);
            await().atMost(PATIENCE).until(() -> theSmallOneEncodes(id));
            if (Screenshots.areTaken()) {
                takePicturesOfABusyDeployment();
                open(id);
                await().atMost(PATIENCE).until(() -> theSmallOneEncodes(id));
            }
            encoder.kill();

            browser.until("document.querySelector('.run.lost')", PATIENCE);
            browser.press(".run.lost");
            browser.until("document.querySelector('.detail').innerText.includes('Try 1: lost')");
            // A slot of the other worker has to become free first.
            browser.until("document.querySelector('.detail').innerText.includes('Try 2')", PATIENCE);
            screenshots.take("timeline");
            browser.eval("window.confirm = () => true");
            browser.press(".actions button");
            browser.untilShown("CANCELLED");
            assertThat(browser.problems()).isEmpty();
            assertThat(get("/videos/" + id).path("code").asText()).isEqualTo("CANCELLED");
        }
    }

    private static void drainsAndTakesTasksAgain() {
        browser.open(api + "/#/fleet");
        browser.press(".worker button");
        browser.until("document.querySelector('.worker .chip').innerText === 'Draining'");
        browser.until("document.querySelector('.worker button').innerText === 'Take tasks again'");
        browser.press(".worker button");
        browser.until("document.querySelectorAll('.worker .chip.published').length === 2");
    }

    private static void takePicturesOfABusyDeployment() throws Exception {
        Path clip = Clips.make(clips().resolve("Weather map.mp4"), 60);
        submit(clip, "\"priority\": \"low\"");
        submit(clip, "\"title\": \"Trailer\", \"publicationTimeout\": \"PT3M\"");
        for (String view : new String[] {"videos", "queue", "fleet", "deadlines"}) {
            browser.open(api + "/#/" + view);
            String drawn = view.equals("queue") ? ".u-wrap" : ".video-row, .slots .busy, tbody";
            browser.until("document.querySelector('" + drawn + "')");
            screenshots.take(view);
        }
    }

    /** Whether the worker that has one slot encodes pictures or sound of a video. */
    private static boolean theSmallOneEncodes(String id) throws Exception {
        return StreamSupport.stream(get("/fleet").path("workers").spliterator(), false)
                .filter(worker -> worker.path("slots").asInt() == 1)
                .flatMap(worker -> StreamSupport.stream(worker.path("tasks").spliterator(), false))
                .filter(task -> task.path("video").asText().equals(id))
                .anyMatch(task -> task.path("kind").asText().matches("video|audio"));
    }

    private static void playToTheEnd() {
        browser.until("document.querySelector('video').readyState >= 2");
        browser.eval("(video => { video.muted = true; video.playbackRate = 4; return video.play(); })"
                + "(document.querySelector('video'))");
        browser.until("document.querySelector('video').ended");
    }

    /** Where sources are, as the pictures show it. */
    private static Path clips() throws IOException {
        return Files.createDirectories(folder.resolve("newsroom"));
    }

    /** A clip under this name: a real one where pictures are taken. */
    private static Path clip(String name, String real) throws Exception {
        Path clip = clips().resolve(name);
        return Screenshots.areTaken()
                ? Files.copy(Path.of(System.getenv("DASHLINE_MEDIA")).resolve(real), clip)
                : Clips.make(clip, 3);
    }

    private static DashlineProcess encoder() throws IOException {
        Map<String, String> environment = SETTING.matcher(dev.said(ENCODER))
                .results()
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
        environment.put("STATE_DIR", folder.resolve("encoder-state").toString());
        environment.put("WORK_DIR", folder.resolve("encoder-work").toString());
        environment.put("ENCODER_SLOTS", "1");
        environment.put("ADMIN_PORT", "0");
        return DashlineProcess.start(Files.createDirectories(folder.resolve("encoder")), environment, "run", "encoder");
    }

    private static void open(String id) {
        browser.open(api + "/#/videos/" + id);
    }

    /** Asks for a video over the API; returns its id. */
    private static String submit(Path source, String more) throws Exception {
        String body = "{\"source\": \"%s\", %s}".formatted(source.toUri(), more);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api + "/videos")).POST(BodyPublishers.ofString(body));
        return send(request.header("Content-Type", "application/json"))
                .path("id")
                .asText();
    }

    private static JsonNode get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(api + path)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .body());
    }
}

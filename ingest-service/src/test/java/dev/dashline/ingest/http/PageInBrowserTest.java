package dev.dashline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.testsupport.browser.Browser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, on videos that are only in memory. Skipped on a machine without Chromium. */
@Timeout(120)
class PageInBrowserTest {

    private static final int MANY = 10_000;
    private static final String TITLES =
            "[...document.querySelectorAll('.video-row strong')].map(title => title.innerText)";

    @TempDir
    Path profile;

    private final InMemoryVideos videos = new InMemoryVideos();
    private final Clock clock = Clock.systemUTC();
    private @Nullable ApiServer server;
    private @Nullable Browser opened;

    @AfterEach
    void stop() {
        if (opened != null) {
            opened.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Opens the page of a service that lets these in. */
    private Browser open(Admission admission) throws Exception {
        assumeTrue(Browser.executable().isPresent(), "no Chromium on this machine");
        ApiServer started = new ApiServer(
                new ApiSettings("127.0.0.1", 0, 1_024, Duration.ofSeconds(5), 16),
                admission,
                new Deployment(videos, clock).operations(videos.api(clock)),
                new SimpleMeterRegistry(),
                Map.of());
        server = started;
        started.start();
        Browser browser = Browser.start(profile);
        opened = browser;
        browser.size(1_280, 800);
        browser.open("http://127.0.0.1:" + started.port());
        return browser;
    }

    @Test
    void tenThousandVideosScrollSmoothly() throws Exception {
        for (int number = 0; number < MANY; number++) {
            add(number, "Video " + number);
        }
        Browser browser = open(Admission.ANYBODY_HERE);
        browser.untilShown("10,000 videos");
        assertThat(browser.eval(TITLES).get(0).asText()).isEqualTo("Video 9999");

        double usual = browser.eval("""
                new Promise(done => {
                  const box = document.querySelector('dl-virtual-list .scroll');
                  const times = [];
                  const frame = now => {
                    times.push(now);
                    box.scrollTop = (box.scrollHeight - box.clientHeight) * times.length / 120;
                    if (times.length < 120) {
                      requestAnimationFrame(frame);
                    } else {
                      done(times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b)[60]);
                    }
                  };
                  requestAnimationFrame(frame);
                })""").asDouble();
        browser.untilShown("Video 0");
        assertThat(usual).as("milliseconds of a frame, the median").isLessThan(50);
        assertThat(browser.eval("document.querySelectorAll('.video-row').length")
                        .asInt())
                .as("rows that are drawn")
                .isLessThan(60);

        browser.eval("document.querySelector('[aria-posinset=\"10000\"] a').focus()");
        browser.key("Home");
        browser.until("document.activeElement.innerText.startsWith('Video 9999')");
        browser.key("ArrowDown");
        browser.until("document.activeElement.innerText.startsWith('Video 9998')");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void whatComesFromOutsideIsTextAndWhatIsSearchedForIsFound() throws Exception {
        add(1, "<img src=x onerror=\"document.title='hacked'\">");
        add(2, "A talk");
        Browser browser = open(Admission.ANYBODY_HERE);
        browser.until(TITLES + ".includes('<img src=x onerror=\"document.title=\\'hacked\\'\">')");
        assertThat(browser.eval("document.title").asText()).isEqualTo("Videos – Dashline");

        browser.eval("(field => { field.value = 'talk'; field.dispatchEvent(new Event('input')); })"
                + "(document.querySelector('input[type=search]'))");
        browser.until(TITLES + ".join() === 'A talk'");
        browser.press("[aria-label=State] button:nth-child(5)");
        browser.untilShown("No video matches");
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void aServiceThatIsAwayIsSaidToBeAndComesBack() throws Exception {
        videos.down = true;
        Browser browser = open(Admission.ANYBODY_HERE);
        browser.until("document.querySelector('[role=alert]')");
        videos.down = false;
        add(1, "Back again");
        browser.untilShown("Back again");

        // No stream of events is free here: another is asked for.
        browser.eval("window.asked = 0; window.EventSource = class extends EventSource {"
                + " constructor(path) { super(path); window.asked++; } }; 0");
        browser.until("window.asked > 0");
    }

    @Test
    void whoHasAKeySeesTheVideosOfItsTenantAndNoOthers() throws Exception {
        add(1, "Headlines", "news");
        add(2, "A match", "sport");
        Map<String, Caller> keys = Map.of("key-of-news", viewer("news"), "key-of-sport", viewer("sport"));
        Browser browser = open(Admission.of(token -> Optional.ofNullable(keys.get(token))
                .<Identity>map(Identity.Known::new)
                .orElseGet(() -> new Identity.Refused("unknown"))));
        browser.untilShown("Sign in to Dashline");

        signIn(browser, "forged");
        browser.untilShown("This key is not valid");
        signIn(browser, "key-of-news");
        browser.until(TITLES + ".join() === 'Headlines'");
        browser.press(".who button");
        browser.untilShown("Sign in to Dashline");
        signIn(browser, "key-of-sport");
        browser.until(TITLES + ".join() === 'A match'");

        assertThat(browser.eval("JSON.stringify(localStorage) + document.cookie + location")
                        .asText())
                .as("what outlives the page")
                .doesNotContain("key-of");
        assertThat(browser.problems()).isEmpty();
    }

    private static void signIn(Browser browser, String key) {
        browser.eval("(form => { form.elements.key.value = '" + key + "'; form.requestSubmit(); })"
                + "(document.querySelector('form.sign-in'))");
    }

    private static Caller viewer(String tenant) {
        return new Caller("viewer of " + tenant, tenant, Set.of(Role.VIEW), List.of(), OptionalInt.empty());
    }

    private void add(int number, String title) {
        add(number, title, "default");
    }

    private void add(int number, String title, String tenant) {
        VideoRequested request = Events.aRequest()
                .setVideoId("v" + number)
                .setTitle(title)
                .setTenant(tenant)
                .setRequestedAt(clock.instant().minusSeconds(MANY - number))
                .build();
        VideoStatus status = Objects.requireNonNull(VideoStatuses.apply(null, request));
        videos.statuses.put(status.getVideoId(), status);
    }
}

package dev.dashline.schemas;

import static dev.dashline.schemas.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.RequestRules.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    @Test
    void acceptsARequestThatBreaksNone() {
        VideoRequested request = aRequest()
                .setAttempt(3)
                .setTitle("Ein Titel <script>mit allem</script>, 日本語")
                .setLabels(Map.of("clientId", "4711", "team/desk", ""))
                .setPublicationTimeoutMillis(300_000L)
                .setSubtitles(List.of(new SubtitleSource("file:///media/a.vtt", "pt-BR", "Português")))
                .build();

        assertThat(RequestRules.problems(request)).isEmpty();
    }

    @Test
    void reportsEveryProblemAtOnce() {
        VideoRequested request = aRequest()
                .setVideoId("../x")
                .setAttempt(0)
                .setSource("a.mp4")
                .setProfile("../etc/passwd")
                .setPublicationTimeoutMillis(0L)
                .build();

        assertThat(RequestRules.problems(request))
                .extracting(Problem::field)
                .containsExactly("videoId", "attempt", "source", "profile", "publicationTimeoutMillis");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "%2e%2e", "a b", "a/b", "ä", "a\n", "a\u0000"})
    void refusesAVideoIdThatIsMoreThanLettersDigitsDashAndUnderscore(String videoId) {
        assertThat(fields(aRequest().setVideoId(videoId))).containsExactly("videoId");
    }

    @Test
    void limitsTheLengthOfAVideoId() {
        assertThat(fields(aRequest().setVideoId("x".repeat(64)))).isEmpty();
        assertThat(fields(aRequest().setVideoId("x".repeat(65)))).containsExactly("videoId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gs://input/a.mp4",
                "gs://in_put.example/dir/with%20space.mov",
                "file:///media/a.mp4",
                "file:/media/a.mp4",
                "file:///media/a..b.mp4"
            })
    void acceptsASourceInABucketOrOnAFileSystem(String source) {
        assertThat(fields(aRequest().setSource(source))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.mp4",
                "/media/a.mp4",
                "C:\\media\\a.mp4",
                "not a uri",
                "http://169.254.169.254/latest/meta-data",
                "https://example.com/a.mp4",
                "concat:/media/a.mp4",
                "data:video/mp4;base64,AAAA",
                "gs:a.mp4",
                "gs://input",
                "gs://input/",
                "gs:///a.mp4",
                "gs://user@input/a.mp4",
                "gs://input:80/a.mp4",
                "gs://input/../other/a.mp4",
                "gs://input/a.mp4?generation=1",
                "gs://input/a.mp4#t=10",
                "file://host/media/a.mp4",
                "file:media/a.mp4",
                "file:///media/",
                "file:///media/../etc/passwd",
                "file:///media/%2e%2e/etc/passwd",
                "file:///media/a%00.mp4"
            })
    void refusesAnyOtherSource(String source) {
        assertThat(fields(aRequest().setSource(source))).containsExactly("source");
    }

    @Test
    void limitsTheLengthOfASource() {
        assertThat(fields(aRequest().setSource("file:///" + "x".repeat(2048)))).containsExactly("source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-fast", "H264", "a/b", "a.yaml", ".."})
    void refusesAProfileThatIsNoPlainName(String profile) {
        assertThat(fields(aRequest().setProfile(profile))).containsExactly("profile");
    }

    @Test
    void limitsTitleAndLabels() {
        assertThat(fields(aRequest().setTitle("x".repeat(501)))).containsExactly("title");
        assertThat(fields(aRequest().setTitle("a\u0000b"))).containsExactly("title");
        assertThat(fields(aRequest().setLabels(labels(32)))).isEmpty();
        assertThat(fields(aRequest().setLabels(labels(33)))).containsExactly("labels");
        assertThat(fields(aRequest().setLabels(Map.of("", "v")))).containsExactly("labels");
        assertThat(fields(aRequest().setLabels(Map.of("k", "v".repeat(1025))))).containsExactly("labels");
    }

    @Test
    void refusesATimeoutThatNoDeadlineCanBeMadeFrom() {
        assertThat(fields(aRequest().setPublicationTimeoutMillis(-1L))).containsExactly("publicationTimeoutMillis");
        assertThat(fields(aRequest().setPublicationTimeoutMillis(Long.MAX_VALUE)))
                .containsExactly("publicationTimeoutMillis");
        assertThat(fields(aRequest()
                        .setPublicationTimeoutMillis(Duration.ofDays(366).toMillis())))
                .isEmpty();
    }

    @Test
    void refusesBothATimeoutAndADeadline() {
        var both = aRequest().setPublicationTimeoutMillis(1L).setDeadline(Instant.parse("2026-02-02T00:00:00Z"));

        assertThat(fields(both)).containsExactly("deadline");
    }

    @Test
    void refusesMomentsOutsideOfTheCalendar() {
        assertThat(fields(aRequest().setDeadline(Instant.ofEpochMilli(Long.MAX_VALUE))))
                .containsExactly("deadline");
        assertThat(fields(aRequest().setRequestedAt(Instant.ofEpochMilli(-1)))).containsExactly("requestedAt");
    }

    @Test
    void namesThePlaceOfABadSubtitle() {
        var good = new SubtitleSource("gs://input/a.vtt", "en", null);
        var bad = new SubtitleSource("ftp://input/a.vtt", "english please", "x".repeat(501));

        assertThat(fields(aRequest().setSubtitles(List.of(good, bad))))
                .containsExactly("subtitles[1].source", "subtitles[1].language", "subtitles[1].label");
    }

    private static Map<String, String> labels(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    }

    private static List<String> fields(VideoRequested.Builder request) {
        return RequestRules.problems(request.build()).stream()
                .map(Problem::field)
                .toList();
    }
}

package dev.dashline.ingest.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DamageHandling;
import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import dev.dashline.ingest.video.Deadline;
import dev.dashline.ingest.video.Expiry;
import dev.dashline.ingest.video.ReplayTerms;
import dev.dashline.ingest.webhook.Destinations;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private final RequestParser parser = new RequestParser(
            new SourceRoots(
                    uri -> uri.toString().startsWith("gs://input/")
                            || uri.toString().startsWith("file:///media/"),
                    Optional.of(URI.create("file:///media/"))),
            (tenant, url) -> tenant.equals("news") ? Destinations.PUBLIC.problem(url) : Optional.of("must not be"));

    @Test
    void readsEverythingThatCanBeAskedFor() {
        VideoRequested request = valid("""
                {"source": "gs://input/a.mp4", "id": "../x", "title": "<script>", "profile": "h264-ladder", "priority": "high",
                 "damage": "conceal",
                 "publicationTimeout": "PT5M", "deadlineClock": "encoding_started", "labels": {"a": "b"},
                 "subtitles": [{"source": "gs://input/a.vtt", "language": "pt-BR", "label": "Português"}]}""");
        assertThat(request.getTitle()).contains("<script>");
        assertThat(request.getPublicationTimeoutMillis()).contains(300_000L);
        assertThat(request.getDeadlineClock()).isEqualTo(DeadlineClock.ENCODING_STARTED);
        assertThat(request.getLabels()).containsEntry("a", "b").containsEntry("clientId", "../x");
        assertThat(request.getSubtitles()).hasSize(1);
        assertThat(request.getDamage()).contains(DamageHandling.CONCEAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "300 | 300000",
                "1.5 | 1500",
                "\"PT1.5S\" | 1500",
                "1e2 | 100000",
            })
    void readsATimeout(String json, long millis) {
        VideoRequested request = valid("{\"source\": \"gs://input/a.mp4\", \"publicationTimeout\": " + json + "}");
        assertThat(request.getPublicationTimeoutMillis()).contains(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | [1]",
                "- | not json",
                "- | {\"source\": \"gs://input/a\"} x",
                "- | {\"source\": \"gs://input/a\", \"source\": \"gs://input/b\"}",
                "source | {}",
                "source | {\"source\": null}",
                "source | {\"source\": 1}",
                "source | {\"source\": \"\"}",
                "source | {\"source\": \"/etc/passwd\"}",
                "source | {\"source\": \"gs://input/../b.mp4\"}",
                "source | {\"source\": \"gs://input/%2e%2e/b.mp4\"}",
                "source | {\"source\": \"gs://input/%00\"}",
                "source | {\"source\": \"../b.mp4\"}",
                "source | {\"source\": \"ftp://in/a.mp4\"}",
                "sauce | {\"source\": \"gs://input/a\", \"sauce\": 1}",
                "title | {\"source\": \"gs://input/a\", \"title\": 1}",
                "title | {\"source\": \"gs://input/a\", \"title\": \"\\u0000\"}",
                "id | {\"source\": \"gs://input/a\", \"id\": \"\\u0000\"}",
                "id | {\"source\": \"gs://input/a\", \"id\": \"x\", \"labels\": {\"clientId\": \"y\"}}",
                "profile | {\"source\": \"gs://input/a\", \"profile\": \"../p\"}",
                "damage | {\"source\": \"gs://input/a\", \"damage\": \"ignore\"}",
                "priority | {\"source\": \"gs://input/a\", \"priority\": \"urgent\"}",
                "labels | {\"source\": \"gs://input/a\", \"labels\": {\"a\": 1}}",
                "labels | {\"source\": \"gs://input/a\", \"labels\": []}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": 0}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": -1}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": 1e999999999}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": 1e-999999999}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": \"soon\"}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": \"PT9999999H\"}",
                "publicationTimeout | {\"source\": \"gs://input/a\", \"publicationTimeout\": true}",
                "deadline | {\"source\": \"gs://input/a\", \"deadline\": \"tomorrow\"}",
                "deadline | {\"source\": \"gs://input/a\", \"deadline\": \"2099-01-01T00:00:00Z\","
                        + " \"publicationTimeout\": 1}",
                "deadlineClock | {\"source\": \"gs://input/a\", \"deadlineClock\": \"requested\"}",
                "subtitles | {\"source\": \"gs://input/a\", \"subtitles\": {}}",
                "subtitles[0] | {\"source\": \"gs://input/a\", \"subtitles\": [1]}",
                "subtitles[0].language | {\"source\": \"gs://input/a\", \"subtitles\": [{\"source\":"
                        + " \"gs://input/b\"}]}",
                "subtitles[0].x | {\"source\": \"gs://input/a\", \"subtitles\": [{\"source\": \"gs://input/b\","
                        + " \"language\": \"en\", \"x\": 1}]}",
            })
    void namesTheOneFieldThatIsWrong(@Nullable String field, String body) {
        assertThat(errors(body)).extracting(FieldError::field).containsExactly(field == null ? "" : field);
    }

    @Test
    void namesEveryFieldThatIsWrongAtOnce() {
        assertThat(errors(
                        "{\"source\": \"http://169.254.169.254/\", \"title\": 1, \"x\": 2, \"publicationTimeout\": 0}"))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("source", "title", "x", "publicationTimeout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "HTTPS://example.com/a.mp4",
                "gs://other/a.mp4",
                "file:///etc/passwd",
                "file:///mediaevil/a.mp4"
            })
    void refusesWhatIsNotInAPlaceThatIsRead(String source) {
        assertThat(parse("{\"source\": \"" + source + "\"}")).isInstanceOf(Parsed.Forbidden.class);
    }

    @Test
    void refusesSubtitlesFromElsewhereToo() {
        assertThat(parse("""
                {"source": "gs://input/a.mp4", "subtitles": [{"source": "file:///etc/passwd", "language": "en"}]}
                """)).isInstanceOf(Parsed.Forbidden.class);
    }

    @Test
    void aPathIsWithinTheInputRootWhateverItsCharacters() {
        assertThat(valid("{\"source\": \"clips/a b?#ü.mp4\"}").getSource())
                .isEqualTo("file:///media/clips/a%20b%3F%23%C3%BC.mp4");
    }

    @Test
    void aProfileThatTheDeploymentDoesNotHaveIsWrong() {
        DeploymentRules rules = new DeploymentRules() {
            @Override
            public Optional<String> webhook(String tenant, String url) {
                return Optional.empty();
            }

            @Override
            public Optional<String> profile(String name) {
                return name.equals("h264-ladder") ? Optional.empty() : Optional.of("must be another");
            }
        };
        RequestParser strict = new RequestParser(new SourceRoots(uri -> true, Optional.empty()), rules);

        assertThat(strict.parse("{\"source\": \"gs://input/a\"}".getBytes(UTF_8)))
                .isInstanceOf(Parsed.Valid.class);
        assertThat(strict.parse("{\"source\": \"gs://input/a\", \"profile\": \"mine\"}".getBytes(UTF_8)))
                .isEqualTo(new Parsed.Invalid<>(List.of(new FieldError("profile", "must be another"))));
        assertThat(strict.parse("{\"source\": \"gs://input/a\", \"profile\": \"Mine!\"}".getBytes(UTF_8)))
                .as("what is wrong with it anyway")
                .isNotEqualTo(new Parsed.Invalid<>(List.of(new FieldError("profile", "must be another"))));
    }

    @Test
    void saysWhatIsMissingForAPathToLeadSomewhere() {
        RequestParser withoutInput =
                new RequestParser(new SourceRoots(uri -> true, Optional.empty()), (tenant, url) -> Optional.empty());

        assertThat(withoutInput
                        .parse("{\"source\": \"clips/a.mp4\"}".getBytes(UTF_8))
                        .toString())
                .contains("Invalid", "source", "INPUT_BUCKET is not set");
    }

    @Test
    void saysWhichSettingsNameThePlacesThatAreRead() {
        assertThat(parse("{\"source\": \"gs://other/a.mp4\"}").toString()).contains("INPUT_BUCKET and SOURCE_ROOTS");
    }

    @Test
    void aReplayKeepsItsDeadlineAndItsExpiryUnlessItSpeaksOfThem() {
        assertThat(OrderParser.parseReplay(new byte[0])).isEqualTo(new Parsed.Valid<>(ReplayTerms.UNCHANGED));
        assertThat(OrderParser.parseReplay("{}".getBytes(UTF_8))).isEqualTo(new Parsed.Valid<>(ReplayTerms.UNCHANGED));
        assertThat(OrderParser.parseReplay("{\"deadline\": null}".getBytes(UTF_8)))
                .isEqualTo(new Parsed.Valid<>(new ReplayTerms(Optional.of(Deadline.NONE), Optional.empty())));
        assertThat(OrderParser.parseReplay("{\"expiresAt\": null}".getBytes(UTF_8)))
                .isEqualTo(new Parsed.Valid<>(new ReplayTerms(Optional.empty(), Optional.of(Expiry.NONE))));
        assertThat(OrderParser.parseReplay("{\"title\": \"x\"}".getBytes(UTF_8)))
                .isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void takesTheWebhookThatTheTenantMayHave() {
        assertThat(valid("{\"source\": \"gs://input/a.mp4\", \"webhook\": \"https://a.example/\"}")
                        .getWebhook())
                .contains("https://a.example/");
        assertThat(errors("{\"source\": \"gs://input/a.mp4\", \"webhook\": \"http://a.example/\"}"))
                .containsExactly(new FieldError("webhook", "must be an https URL"));
        assertThat(parser.of("sport")
                        .parse("{\"source\": \"gs://input/a.mp4\", \"webhook\": \"https://a.example/\"}"
                                .getBytes(UTF_8)))
                .isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void takesOneExpiry() {
        assertThat(valid("{\"source\": \"gs://input/a.mp4\", \"expiresAfter\": \"P30D\"}")
                        .getExpiresAfterMillis())
                .contains(Duration.ofDays(30).toMillis());
        assertThat(valid("{\"source\": \"gs://input/a.mp4\", \"expiresAt\": \"2030-01-01T00:00:00Z\"}")
                        .getExpiresAt())
                .contains(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(errors("{\"source\": \"gs://input/a.mp4\", \"expiresAfter\": \"P40000D\"}"))
                .extracting(FieldError::field)
                .containsExactly("expiresAfter");
        assertThat(errors("{\"source\": \"gs://input/a.mp4\", \"expiresAfter\": 1, \"expiresAt\":"
                        + " \"2030-01-01T00:00:00Z\"}"))
                .extracting(FieldError::field)
                .containsExactly("expiresAt");
    }

    private Parsed<VideoRequested> parse(String body) {
        return parser.of("news").parse(body.getBytes(UTF_8));
    }

    private VideoRequested valid(String body) {
        Parsed<VideoRequested> parsed = parse(body);
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid<VideoRequested>) parsed).value();
    }

    private List<FieldError> errors(String body) {
        Parsed<VideoRequested> parsed = parse(body);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<VideoRequested>) parsed).errors();
    }
}

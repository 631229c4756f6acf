package dev.dashline.ingest.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.RequestRules;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests that were changed to do harm: each is valid by the rules of all services, or every mistake is told with its
 * field. {@code -Ddashline.hostile=5000} tries so many.
 */
class HostileRequestsTest {

    private static final int REQUESTS = Integer.getInteger("dashline.hostile", 2_000);
    private static final String ROOT = "gs://input/";
    private static final int MESSAGE = 1_000;

    private static final String REQUEST = """
            {"source": "gs://input/a.mp4", "id": "x", "title": "A title", "profile": "h264-ladder", "priority": "high",
             "damage": "conceal", "publicationTimeout": "PT5M", "deadlineClock": "encoding_started",
             "labels": {"a": "b"}, "expiresAfter": "PT48H",
             "subtitles": [{"source": "gs://input/a.vtt", "language": "pt-BR", "label": "Português"}]}""";

    /** What parsers, paths, logs and pages stumble over. */
    private static final List<String> PIECES = List.of(
            "\\u0000",
            "\\ud800",
            "\"",
            "{",
            "[[[[[[[[[[",
            "}",
            ",",
            "1e999999999",
            "-1",
            "99999999999999999999999999",
            "null",
            "../../etc/passwd",
            "%2e%2e%2f",
            "file:///etc/passwd",
            "http://169.254.169.254/",
            "gs://input/../other/a.mp4",
            "<script>",
            "\n",
            "PT-1S",
            "P99999999999D",
            "x".repeat(5_000));

    private final RequestParser parser = new RequestParser(
            new SourceRoots(uri -> uri.toString().startsWith(ROOT), Optional.of(URI.create(ROOT))),
            (tenant, url) -> Optional.of("must not be"));

    @Test
    void areValidOrToldWhatIsWrong() {
        int valid = 0;
        for (int seed = 0; seed < REQUESTS; seed++) {
            byte[] body = changed(new Random(seed));
            Parsed<VideoRequested> parsed = parser.parse(body);
            valid += parsed.match(this::kept, this::told, this::told);
        }
        assertThat(valid).isBetween(1, REQUESTS - 1);
    }

    private int kept(VideoRequested request) {
        assertThat(RequestRules.problems(request)).isEmpty();
        assertThat(request.getSource()).startsWith(ROOT).doesNotContain("/../");
        assertThat(request.getSubtitles())
                .allSatisfy(
                        file -> assertThat(file.getSource()).startsWith(ROOT).doesNotContain("/../"));
        return 1;
    }

    private int told(List<FieldError> errors) {
        assertThat(errors)
                .isNotEmpty()
                .allSatisfy(error ->
                        assertThat(error.toString()).hasSizeLessThan(MESSAGE).doesNotContain("Exception", "\tat "));
        return 0;
    }

    private static byte[] changed(Random random) {
        byte[] body = REQUEST.getBytes(UTF_8);
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            int at = random.nextInt(body.length);
            int length = random.nextInt(Math.min(40, body.length - at + 1));
            byte[] piece = switch (random.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {(byte) random.nextInt()};
                case 2 -> Arrays.copyOfRange(body, at, at + length);
                default -> PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
            };
            int rest = at + (random.nextBoolean() ? length : 0);
            byte[] next = Arrays.copyOf(body, at + piece.length + body.length - rest);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(body, rest, next, at + piece.length, body.length - rest);
            body = next;
        }
        return body;
    }
}

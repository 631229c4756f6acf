package dev.dashline.testsupport;

import static dev.dashline.testsupport.Markdown.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of docs/metrics.md equal to the meters in the code: it has all of them, each with its description.
 * Which service has a meter, its tags and its unit are written by hand.
 */
class MetricsDocsTest {

    private static final String PAGE = "docs/metrics.md";

    /** A meter's name, and the next literal of the same statement that is a sentence: its description. */
    private static final Pattern METER =
            Pattern.compile("\"(dashline\\.[a-z.]+)\"(?:[^;\"]|\"[^\" ]*\")*?\"([^\" \n]+ [^\"\n]+)\"");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`(dashline_[a-z_]+).*`) \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$");

    @Test
    void thePageHasEveryMeterWithItsDescription() throws IOException {
        Map<String, String> descriptions = descriptions();
        String page = text(Path.of(PAGE));
        List<String> named = ROW.matcher(page)
                .results()
                .map(row -> withoutUnit(row.group(2)))
                .toList();
        assertThat(named)
                .as("rows of " + PAGE + ": add or remove some")
                .containsExactlyInAnyOrderElementsOf(descriptions.keySet());

        List<List<String>> rows = ROW.matcher(page)
                .results()
                .map(row -> List.of(
                        row.group(1),
                        row.group(3),
                        row.group(4),
                        descriptions.getOrDefault(withoutUnit(row.group(2)), "")))
                .toList();
        GeneratedDoc.at(PAGE).mustHave("metrics", table(List.of("Metric", "Service", "Unit", "Meaning"), rows));
    }

    /** Descriptions of all meters, by their names on the page without unit. */
    private static Map<String, String> descriptions() throws IOException {
        Map<String, String> descriptions = new TreeMap<>();
        for (Path file : Repository.files(".java")) {
            if (file.toString().contains("/src/main/")) {
                METER.matcher(text(file))
                        .results()
                        .forEach(meter ->
                                descriptions.put(withoutUnit(meter.group(1).replace('.', '_')), meter.group(2)));
            }
        }
        return descriptions;
    }

    /** Prometheus' names have the unit, {@code _total} or both at the end. */
    private static String withoutUnit(String name) {
        return name.replaceFirst("(_seconds|_bytes)?(_total)?$", "");
    }

    private static String text(Path file) throws IOException {
        return Files.readString(Repository.root().resolve(file), UTF_8);
    }
}

package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/metrics.md equal to the meters in the code: the same names with the same descriptions. */
class MetricsPageTest {

    /** A meter's name, and the next literal of the same statement that is a sentence: its description. */
    private static final Pattern METER =
            Pattern.compile("\"(dashline\\.[a-z.]+)\"(?:[^;\"]|\"[^\" ]*\")*?\"([^\" \n]+ [^\"\n]+)\"");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(dashline_[a-z_]+).*`.*\\| ([^|]+) \\|$");

    @Test
    void thePageHasEveryMeterWithItsDescription() throws IOException {
        Map<String, String> inCode = new TreeMap<>();
        for (Path file : Repository.files(".java")) {
            if (file.toString().contains("/src/main/")) {
                METER.matcher(text(file)).results().forEach(meter -> put(inCode, meter));
            }
        }
        Map<String, String> onPage = new TreeMap<>();
        ROW.matcher(text(Path.of("docs", "metrics.md"))).results().forEach(row -> put(onPage, row));

        assertThat(onPage).containsExactlyInAnyOrderEntriesOf(inCode);
    }

    /** Prometheus' names have the unit or {@code _total} at the end. */
    private static void put(Map<String, String> meters, MatchResult nameAndDescription) {
        String name = nameAndDescription.group(1).replace('.', '_').replaceFirst("(_total|_seconds)$", "");
        meters.put(name, nameAndDescription.group(2));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(Repository.root().resolve(file), UTF_8);
    }
}

package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages say which test holds what they promise: each row names one, and all named tests are there. */
class TestNamesTest {

    private static final Path MEDIA = Path.of("docs/media.md");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A class of tests, and one of them; or one more of the class before. */
    private static final Pattern NAME = Pattern.compile("([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?|([a-z]\\w*)");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            String current = "";
            for (MatchResult code : CODE.matcher(lastCell(row)).results().toList()) {
                Matcher name = NAME.matcher(code.group(1));
                if (!name.matches()) {
                    missing.add(code.group());
                    continue;
                }
                current = name.group(1) == null ? current : name.group(1);
                String method = name.group(1) == null ? name.group(3) : name.group(2);
                String source = tests.getOrDefault(current, "");
                if (source.isEmpty() || (method != null && !source.contains(" void " + method + "("))) {
                    missing.add(code.group());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowNamesATest() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(40).allMatch(row -> lastCell(row).matches(".*`.*(Test|IT)\\b.*`.*"));
    }

    /** Without the two lines of a head. */
    private static List<String> rows() throws IOException {
        String page = Files.readString(Repository.root().resolve(MEDIA), UTF_8);
        return page.substring(page.indexOf("\n## Which test holds what"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.endsWith("| Test |"))
                .toList();
    }

    private static String lastCell(String row) {
        String cells = row.replaceAll("\\|\\s*$", "");
        return cells.substring(cells.lastIndexOf('|') + 1);
    }

    /** The text of every test, by the name of its class. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new LinkedHashMap<>();
        for (Path file : Repository.files(".java")) {
            String name = String.valueOf(file.getFileName()).replace(".java", "");
            if (name.matches(".*(Test|IT)")) {
                tests.put(name, Files.readString(Repository.root().resolve(file), UTF_8));
            }
        }
        return tests;
    }
}

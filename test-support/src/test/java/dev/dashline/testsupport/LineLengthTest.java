package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps source files and pages within 120 columns. The formatter of the build does not wrap comments and strings. */
class LineLengthTest {

    private static final int LONGEST = 120;
    private static final Pattern TABLE_ROW = Pattern.compile("\\s*\\|.*");

    /** A link cannot be wrapped. */
    private static final Pattern ONE_WORD = Pattern.compile("\\s*(//|\\*|[-*] |\\d+\\. )?\\s*\\S+");

    @Test
    void noLineOfSourceIsTooLong() throws IOException {
        assertThat(tooLong(".java")).isEmpty();
    }

    @Test
    void noLineOfAPageIsTooLong() throws IOException {
        assertThat(tooLong(".md")).isEmpty();
    }

    private static List<String> tooLong(String suffix) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Repository.files(suffix)) {
            String text = Files.readString(Repository.root().resolve(file), UTF_8);
            // A text block is measured without its indentation. A command in a page may have any length.
            boolean block = false;
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                block ^= line.split("\"\"\"", -1).length % 2 == 0 || line.startsWith("```");
                if (isTooLong(block ? line.strip() : line) && !(block && suffix.equals(".md"))) {
                    found.add(file + ":" + number);
                }
            }
        }
        return found;
    }

    private static boolean isTooLong(String line) {
        return line.codePointCount(0, line.length()) > LONGEST
                && !TABLE_ROW.matcher(line).matches()
                && !ONE_WORD.matcher(line).matches();
    }
}

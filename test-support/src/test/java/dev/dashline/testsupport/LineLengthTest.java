package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps what people read within 120 columns. The formatter of the build leaves comments and strings as they are. */
class LineLengthTest {

    private static final int LONGEST = 120;
    private static final Pattern TABLE_ROW = Pattern.compile("\\s*\\|.*");

    /** Modules that still have comments beyond that column. */
    private static final Set<String> LONGER_LINES =
            Set.of("publisher-service", "ingest-service", "encoder-service", "service-runtime");

    /** A link cannot be broken. */
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
            if (LONGER_LINES.contains(file.getName(0).toString())) {
                continue;
            }
            String text = Files.readString(Repository.root().resolve(file), UTF_8);
            // A text block is measured without its indentation, and a command may be as long as it must be.
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

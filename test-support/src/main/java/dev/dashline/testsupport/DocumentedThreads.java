package dev.dashline.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads of services, as {@code docs/operations.md} lists them and as a running service shows them. */
public final class DocumentedThreads {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final Pattern METER = Pattern.compile("dashline_thread_failures_total\\{thread=\"([^\"]+)\"}");

    private DocumentedThreads() {}

    /**
     * The names in the table's rows of one service, of some with it, or of every service.
     *
     * @param service as the table calls it, such as {@code ingest}
     */
    public static Set<String> of(String service) {
        String services = "every|(?:[a-z]+, )*" + service + "(?:, [a-z]+)*";
        Pattern row = Pattern.compile("^\\| `([a-z-]+)` \\| (?:" + services + ") \\|", Pattern.MULTILINE);
        try {
            return names(row, Files.readString(PAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of supervised threads in a service's meters. */
    public static Set<String> in(String scrape) {
        return names(METER, scrape);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}

package dev.dashline.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document of the repository that is generated from the code it describes: all of it, or the part between two
 * markers. A test says what it must contain:
 *
 * <pre>{@code
 * GeneratedDoc.at("docs/topics.md").mustBe(markdown);
 * GeneratedDoc.at("README.md").mustHave("topics", table); // between <!-- topics:begin --> and <!-- topics:end -->
 * }</pre>
 *
 * <p>The test fails when the document differs. With {@code -Ddashline.docs.update=true} the test writes the document
 * instead: run {@code mvn verify -Ddashline.docs.update=true}, review the difference and commit it.
 */
public final class GeneratedDoc {

    private static final String UPDATE = "dashline.docs.update";

    private final String name;
    private final Path file;
    private final boolean update;

    GeneratedDoc(Path root, String name, boolean update) {
        this.name = name;
        this.file = root.resolve(name);
        this.update = update;
    }

    /** The document at a path below the repository's root. */
    public static GeneratedDoc at(String name) {
        return new GeneratedDoc(repository(), name, Boolean.getBoolean(UPDATE));
    }

    /** Whether the document exists. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Fails unless the document is exactly this, white space at both ends aside. */
    public void mustBe(String content) {
        String wanted = content.strip() + "\n";
        if (!(exists() && read().equals(wanted))) {
            write(wanted);
        }
    }

    /** Fails unless this, and nothing else, stands between the markers of a section. */
    public void mustHave(String section, String content) {
        String begin = "<!-- " + section + ":begin -->";
        String end = "<!-- " + section + ":end -->";
        String text = exists() ? read() : "";
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new AssertionError(name + " needs the lines " + begin + " and " + end);
        }
        String wanted = text.substring(0, from) + begin + "\n" + content.strip() + "\n" + text.substring(to);
        if (!text.equals(wanted)) {
            write(wanted);
        }
    }

    private String read() {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String wanted) {
        if (!update) {
            throw new AssertionError(name + " differs from the code. Run the tests with -D" + UPDATE
                    + "=true, review the change and commit it. It should be:\n\n" + wanted);
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, wanted, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(".mvn"))) {
                return directory;
            }
        }
        throw new IllegalStateException(start + " is not in a checkout of the repository");
    }
}

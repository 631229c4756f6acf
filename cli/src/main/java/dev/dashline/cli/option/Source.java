package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A video that the user named.
 *
 * @param input as the user wrote it
 * @param uri as services know it
 */
public record Source(String input, URI uri) {

    /**
     * Files and URIs, as they are on a command line.
     *
     * @throws CliException naming the first that cannot be used
     */
    public static List<Source> parse(List<String> inputs) {
        return inputs.stream().map(Source::parse).toList();
    }

    public static Source parse(String input) {
        if (!input.matches("[A-Za-z][A-Za-z0-9+.-]*://.*")) {
            return new Source(input, file(input, input).toUri());
        }
        try {
            URI uri = new URI(input);
            return "file".equalsIgnoreCase(uri.getScheme())
                    ? new Source(input, file(input, uri.getPath()).toUri())
                    : new Source(input, uri);
        } catch (URISyntaxException e) {
            throw unusable(input, "is not a URI: " + e.getReason());
        }
    }

    /** The folder or the part of a bucket that it is in; ends in {@code /}. */
    public URI folder() {
        return uri.resolve(".");
    }

    private static Path file(String input, String name) {
        try {
            Path path = Path.of(name);
            if (!Files.exists(path)) {
                throw unusable(input, "does not exist");
            }
            if (!Files.isRegularFile(path)) {
                throw unusable(input, "is not a file");
            }
            if (!Files.isReadable(path)) {
                throw unusable(input, "may not be read");
            }
            return path.toRealPath();
        } catch (InvalidPathException | IOException e) {
            throw unusable(input, "cannot be opened: " + e.getMessage());
        }
    }

    private static CliException unusable(String input, String problem) {
        return new CliException(readable(input) + " " + problem + "; it was not started", CliException.USAGE);
    }

    /** A name as one line of text, whatever it has in it: {@code a\\nb}. */
    private static String readable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .forEach(each -> text.append(
                        Character.isISOControl(each) ? String.format("\\u%04x", each) : Character.toString(each)));
        return text.toString();
    }
}

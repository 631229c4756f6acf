package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where public videos go.
 *
 * @param uri ends in {@code /}
 * @param folder the same as a folder, unless it is elsewhere
 */
public record OutputPlace(URI uri, Optional<Path> folder) {

    /**
     * A folder, which is made if it is not there, or a URI.
     *
     * @throws CliException if nothing can be written there
     */
    public static OutputPlace parse(String text) {
        try {
            if (text.matches("[A-Za-z][A-Za-z0-9+.-]*://.*") && !text.startsWith("file:")) {
                return new OutputPlace(URI.create(text.endsWith("/") ? text : text + "/"), Optional.empty());
            }
            Path folder = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
            Path real = Files.createDirectories(folder).toRealPath();
            if (!Files.isWritable(real)) {
                throw unusable(text, "may not be written to");
            }
            return new OutputPlace(folderUri(real), Optional.of(real));
        } catch (FileAlreadyExistsException e) {
            throw unusable(text, "is not a folder");
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(text, "cannot be written to: " + e.getMessage());
        }
    }

    /** The URI of a folder, which ends in a slash whether or not the folder is there. */
    public static URI folderUri(Path folder) {
        String uri = folder.toUri().toString();
        return URI.create(uri.endsWith("/") ? uri : uri + "/");
    }

    private static CliException unusable(String text, String problem) {
        return new CliException("--out " + text + " " + problem + "; name another", CliException.USAGE);
    }
}

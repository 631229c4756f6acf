package dev.dashline.encoder.worker;

import dev.dashline.encoder.media.MediaException;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.ObjectVersion;
import dev.dashline.schemas.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a task gets at its source. A file is read where it is; anything else is fetched first. */
final class SourceAccess {

    private final ObjectStore store;

    SourceAccess(ObjectStore store) {
        this.store = store;
    }

    /**
     * What the source is now.
     *
     * @throws MediaException {@code SOURCE_NOT_FOUND}
     */
    ObjectVersion find(URI source) throws MediaException {
        return store.version(source)
                .orElseThrow(
                        () -> new MediaException(FailureCode.SOURCE_NOT_FOUND, "There is nothing at " + source + "."));
    }

    /**
     * That the source is still what was analyzed.
     *
     * @throws MediaException {@code SOURCE_CHANGED}
     */
    void requireUnchanged(URI source, long generation) throws MediaException {
        if (find(source).generation() != generation) {
            throw new MediaException(
                    FailureCode.SOURCE_CHANGED, "The source at " + source + " was replaced while it was encoded.");
        }
    }

    /** A file to read the source from. */
    Path open(ObjectVersion source, Scratch scratch) {
        if ("file".equals(source.uri().getScheme())) {
            return Path.of(source.uri());
        }
        Path copy = scratch.folder().resolve("source");
        try (InputStream content = store.read(source.uri(), source.generation(), 0, source.size())) {
            Files.copy(content, copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

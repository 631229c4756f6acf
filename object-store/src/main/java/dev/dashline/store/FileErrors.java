package dev.dashline.store;

import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Translates errors of the file system. */
public final class FileErrors {

    private FileErrors() {}

    public static StoreException explain(URI object, String doing, IOException e) {
        Reason reason = reason(e);
        return new StoreException(reason, object, "cannot " + doing + " " + object + ": " + e.getMessage(), e);
    }

    public static StoreException of(Reason reason, URI object, String problem) {
        return new StoreException(reason, object, object + " " + problem, null);
    }

    private static Reason reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Reason.NOT_FOUND;
        }
        if (e instanceof AccessDeniedException || e instanceof NotDirectoryException) {
            return Reason.FORBIDDEN;
        }
        // The JDK has no type for these: the texts are strerror's, in the C locale that the JVM asks for.
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded") || text.contains("file too large")) {
            return Reason.FULL;
        }
        return text.contains("read-only file system") || text.contains("operation not permitted")
                ? Reason.FORBIDDEN
                : Reason.UNAVAILABLE;
    }
}

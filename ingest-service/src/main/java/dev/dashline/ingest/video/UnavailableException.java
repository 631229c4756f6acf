package dev.dashline.ingest.video;

import org.jspecify.annotations.Nullable;

/** Something that a request needs is unavailable; the same request may succeed later. */
public final class UnavailableException extends RuntimeException {

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

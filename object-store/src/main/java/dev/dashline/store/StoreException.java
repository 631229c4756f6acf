package dev.dashline.store;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An object store did not do what it was asked. */
public final class StoreException extends RuntimeException {

    /** Reasons, as far as callers treat them differently. */
    public enum Reason {
        /** No such object, or no such generation of it. */
        NOT_FOUND,
        /** No such bucket, or the file system lacks the root folder. */
        NO_BUCKET,
        /** Credentials are missing or wrong. */
        UNAUTHENTICATED,
        /** Credentials are good but do not allow this, or the name is outside what this deployment may touch. */
        FORBIDDEN,
        /** The precondition of a write did not hold. */
        PRECONDITION_FAILED,
        /** Content did not have the checksum that it should. */
        CORRUPT,
        /** The disk or the quota is full. */
        FULL,
        /** Anything else; it may work later. */
        UNAVAILABLE
    }

    private final Reason reason;
    private final URI object;

    public StoreException(Reason reason, URI object, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.object = object;
    }

    public Reason reason() {
        return reason;
    }

    /** The object or prefix that was asked for. */
    public URI object() {
        return object;
    }
}

package dev.dashline.ingest.upload;

/** An upload cannot be what a client asks for. The message tells him what to do. */
public final class UploadRefused extends RuntimeException {

    /** What is wrong. */
    public enum Reason {
        NOT_FOUND,
        EXPIRED,
        INVALID,
        /** The client believes that there are more or fewer bytes than there are. */
        OTHER_OFFSET,
        /** Not all bytes are there. */
        UNFINISHED,
        TOO_LARGE,
        OVER_QUOTA,
        WRONG_CHECKSUM,
        TOO_SLOW,
        BROKEN_OFF,
        /** The object store cannot do this. */
        UNSUPPORTED
    }

    private final Reason reason;

    UploadRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

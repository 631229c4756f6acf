package dev.dashline.schemas.storage;

/** A public manifest does not tell which attempt it belongs to, so nobody may replace or remove it unseen. */
public final class UnreadableManifestException extends Exception {

    UnreadableManifestException(String message) {
        super(message);
    }

    UnreadableManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}

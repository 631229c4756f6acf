package dev.dashline.ingest.upload;

import dev.dashline.store.ObjectVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an upload is.
 *
 * @param parts what is there, from its first byte on and without gaps
 * @param finished its end; empty while there is none
 */
public record UploadState(Upload upload, List<ObjectVersion> parts, Optional<FinishedUpload> finished) {

    public UploadState {
        parts = List.copyOf(parts);
    }

    /**
     * How many bytes a client need not send again. The last part does not count before the end: a client that were told
     * that all is there would never ask for the end that a killed replica could not reach.
     */
    public long offset() {
        if (finished.isPresent()) {
            return upload.length();
        }
        return isWhole() && !parts.isEmpty()
                ? upload.length() - parts.get(parts.size() - 1).size()
                : received();
    }

    /** Whether all bytes are there. */
    boolean isWhole() {
        return received() == upload.length();
    }

    private long received() {
        return parts.stream().mapToLong(ObjectVersion::size).sum();
    }

    public Instant expiresAt() {
        return finished.map(FinishedUpload::expiresAt).orElse(upload.expiresAt());
    }
}

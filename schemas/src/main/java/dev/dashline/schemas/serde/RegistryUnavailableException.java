package dev.dashline.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * No address of the schema registry answered after all retries. The record at hand may be fine, so it must not be
 * skipped: the same call may succeed later.
 */
public final class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

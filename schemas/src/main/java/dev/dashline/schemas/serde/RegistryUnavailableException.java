package dev.dashline.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry gave no answer, or refused to: after all retries, on every address. It says nothing about the record at hand,
 * so the record must not be skipped; the same call may succeed later.
 */
public final class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

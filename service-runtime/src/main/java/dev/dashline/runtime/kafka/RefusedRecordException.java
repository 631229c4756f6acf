package dev.dashline.runtime.kafka;

import dev.dashline.schemas.FailureCode;

/**
 * Thrown by a processor, before it changes anything, for a record that was decoded but that no video can be held to. It
 * becomes a dead letter as if it could not be read.
 */
public final class RefusedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /**
     * @param reason what is wrong with the record
     */
    public RefusedRecordException(FailureCode code, String reason) {
        super(reason, null, false, false); // where it was refused says nothing
        this.code = code;
    }

    FailureCode code() {
        return code;
    }
}

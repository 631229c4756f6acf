package dev.dashline.runtime.deadletter;

import dev.dashline.schemas.FailureCode;

/**
 * Thrown by a processor, before it changes any state, for a record that was decoded but cannot be valid for any video.
 * The record becomes a dead letter, like one that cannot be decoded.
 */
public final class RefusedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /**
     * @param reason what is wrong with the record
     */
    public RefusedRecordException(FailureCode code, String reason) {
        super(reason, null, false, false); // no stack trace: the place of the refusal does not help
        this.code = code;
    }

    FailureCode code() {
        return code;
    }
}

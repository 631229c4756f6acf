package dev.dashline.media;

import dev.dashline.schemas.FailureCode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A task cannot be done, for a reason that has a stable name. Caught where an executor's outcome is made. */
public final class MediaException extends Exception {

    private final FailureCode code;
    private final @Nullable String detail;
    private final OptionalInt exitCode;

    /**
     * Without evidence beyond the message.
     *
     * @param message one sentence on what was wrong
     */
    public MediaException(FailureCode code, String message) {
        this(code, message, null, OptionalInt.empty());
    }

    /**
     * With evidence.
     *
     * @param detail such as the end of FFmpeg's standard error
     * @param exitCode of the process, if one ended by itself
     */
    public MediaException(FailureCode code, String message, @Nullable String detail, OptionalInt exitCode) {
        super(message);
        this.code = code;
        this.detail = detail;
        this.exitCode = exitCode;
    }

    public FailureCode code() {
        return code;
    }

    public @Nullable String detail() {
        return detail;
    }

    public OptionalInt exitCode() {
        return exitCode;
    }
}

package dev.dashline.media;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Media work cannot be done, for a reason with a stable name. */
public final class MediaException extends Exception {

    private final MediaFault fault;
    private final @Nullable String detail;
    private final OptionalInt exitCode;

    /**
     * A failure that the message explains.
     *
     * @param message one sentence about what is wrong
     */
    public MediaException(MediaFault fault, String message) {
        this(fault, message, null, OptionalInt.empty());
    }

    /**
     * A failure with evidence.
     *
     * @param detail such as the end of FFmpeg's standard error
     * @param exitCode of the process, if one ended by itself
     */
    public MediaException(MediaFault fault, String message, @Nullable String detail, OptionalInt exitCode) {
        super(message);
        this.fault = fault;
        this.detail = detail;
        this.exitCode = exitCode;
    }

    public MediaFault fault() {
        return fault;
    }

    public @Nullable String detail() {
        return detail;
    }

    public OptionalInt exitCode() {
        return exitCode;
    }
}

package dev.dashline.cli.base;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command failed for an expected reason. The message is one line that says what was wrong and what to do next. */
public final class CliException extends RuntimeException {

    /** The arguments were wrong, and nothing was done. */
    public static final int USAGE = 2;

    /** It was tried, and failed. */
    public static final int FAILED = 1;

    private final int exitCode;

    public CliException(String message) {
        this(message, FAILED, null);
    }

    public CliException(String message, int exitCode) {
        this(message, exitCode, null);
    }

    public CliException(String message, @Nullable Throwable cause) {
        this(message, FAILED, cause);
    }

    private CliException(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public int exitCode() {
        return exitCode;
    }
}

package dev.dashline.media.ffmpeg;

import java.util.function.BooleanSupplier;

/** How the reading of a source goes. Safe for use by many threads. */
@FunctionalInterface
public interface InputFlow {

    /** Whether data arrives. */
    InputHealth health();

    /** How long the source is, bytes; 0 if that is unknown. */
    default long size() {
        return 0;
    }

    /**
     * How many bytes of the source its readers have been given so far; 0 where FFmpeg's programs read it themselves.
     */
    default long delivered() {
        return 0;
    }

    /** The same, but {@link InputHealth#BROKEN} also when its reader has another reason to end. */
    default InputFlow brokenIf(BooleanSupplier ends) {
        InputFlow source = this;
        return new InputFlow() {
            @Override
            public InputHealth health() {
                return ends.getAsBoolean() ? InputHealth.BROKEN : source.health();
            }

            @Override
            public long size() {
                return source.size();
            }

            @Override
            public long delivered() {
                return source.delivered();
            }
        };
    }
}

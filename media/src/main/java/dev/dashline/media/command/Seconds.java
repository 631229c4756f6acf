package dev.dashline.media.command;

import java.math.BigDecimal;

/** Times as FFmpeg's programs take them. */
public final class Seconds {

    private Seconds() {}

    /** Seconds with all six digits of the microseconds: {@code -1.400000}. */
    public static String of(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }
}

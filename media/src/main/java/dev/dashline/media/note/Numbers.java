package dev.dashline.media.note;

import dev.dashline.media.plan.FrameRate;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers in sentences. */
final class Numbers {

    private Numbers() {}

    /** {@code 23.976} or {@code 25}. */
    static String of(FrameRate rate) {
        return plain(BigDecimal.valueOf(rate.perSecond()), 3);
    }

    /** {@code 12.5 s}. */
    static String seconds(long micros) {
        return plain(BigDecimal.valueOf(micros).movePointLeft(6), 1) + " s";
    }

    private static String plain(BigDecimal number, int digits) {
        BigDecimal rounded = number.setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
    }
}

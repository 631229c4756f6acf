package dev.dashline.media.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames per second, as an exact fraction. Frame n of the output is shown at n · den / num seconds.
 *
 * @param num numerator, above 0
 * @param den denominator, above 0
 */
public record FrameRate(int num, int den) {

    /** The rates that displays and cameras agree on. */
    public static final List<FrameRate> STANDARD = List.of(
            new FrameRate(24_000, 1_001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1_001),
            new FrameRate(30, 1),
            new FrameRate(50, 1),
            new FrameRate(60_000, 1_001),
            new FrameRate(60, 1));

    private static final Pattern RATIO = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3})?");
    private static final long MICROS = 1_000_000;
    /** Less than the difference between 24 and 24000/1001. */
    private static final double CLOSE = 0.000_5;

    public FrameRate {
        if (num <= 0 || den <= 0) {
            throw new IllegalArgumentException("no frame rate: " + num + "/" + den);
        }
        int divisor = BigInteger.valueOf(num).gcd(BigInteger.valueOf(den)).intValueExact();
        num /= divisor;
        den /= divisor;
    }

    /** Reads {@code 30000/1001}; empty if the text is not a frame rate, such as the {@code 0/0} of an audio stream. */
    public static Optional<FrameRate> parse(String ratio) {
        Matcher matcher = RATIO.matcher(ratio);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int num = Integer.parseInt(matcher.group(1));
        int den = Integer.parseInt(matcher.group(2));
        return num > 0 && den > 0 ? Optional.of(new FrameRate(num, den)) : Optional.empty();
    }

    /**
     * Reads what a person states: {@code 25}, {@code 29.97} (which means 30000/1001) or {@code 30000/1001}; empty if it
     * is nothing of that.
     */
    public static Optional<FrameRate> stated(String text) {
        Matcher matcher = DECIMAL.matcher(text);
        if (!matcher.matches()) {
            return parse(text);
        }
        int thousandths = new BigDecimal(text).movePointRight(3).intValueExact();
        return thousandths > 0 ? Optional.of(new FrameRate(thousandths, 1_000).snapped()) : Optional.empty();
    }

    public double perSecond() {
        return (double) num / den;
    }

    /** Twice as many frames. */
    FrameRate doubled() {
        return den % 2 == 0 ? new FrameRate(num, den / 2) : new FrameRate(Math.multiplyExact(num, 2), den);
    }

    /** The standard rate that differs least. */
    public FrameRate nearestStandard() {
        return STANDARD.stream()
                .min(Comparator.comparingDouble(rate -> Math.abs(rate.perSecond() - perSecond())))
                .orElseThrow();
    }

    /**
     * The standard rate if this is a rounded form of one, such as 13365000/557431 of 24000/1001; otherwise this rate.
     */
    public FrameRate snapped() {
        FrameRate nearest = nearestStandard();
        return isCloseTo(nearest) ? nearest : this;
    }

    boolean isCloseTo(FrameRate other) {
        return Math.abs(perSecond() / other.perSecond() - 1) < CLOSE;
    }

    /** When a frame is shown, microseconds, rounded to the nearest. */
    public long microsOf(long frame) {
        return seconds(frame)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** When a frame is shown, seconds, to the microsecond: {@code 12.345678}. */
    public String secondsOf(long frame) {
        return seconds(frame).setScale(6, RoundingMode.HALF_UP).toPlainString();
    }

    /** How many frames last that long, rounded to the nearest. */
    public long framesIn(long micros) {
        return BigDecimal.valueOf(micros)
                .multiply(BigDecimal.valueOf(num))
                .divide(BigDecimal.valueOf(den * MICROS), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private BigDecimal seconds(long frame) {
        return BigDecimal.valueOf(frame)
                .multiply(BigDecimal.valueOf(den))
                .divide(BigDecimal.valueOf(num), 12, RoundingMode.HALF_UP);
    }

    /** As a ratio: {@code 25/1}. */
    @Override
    public String toString() {
        return num + "/" + den;
    }
}

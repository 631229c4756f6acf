package dev.dashline.media.rate;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The time from picture to picture, without pauses. Pure. */
final class Intervals {

    /** Of television at 29.97 pictures a second, microseconds. */
    private static final double FIELD = 1_001_000_000 / 60_000.0;

    private final long[] all;
    private final long[] sorted;
    private final long pause;

    /**
     * Measures.
     *
     * @param times of the pictures, microseconds, in order; 2 or more
     * @param pause pictures that are further apart than this many times the usual are a pause
     */
    Intervals(long[] times, double pause) {
        this.all = LongStream.range(1, times.length)
                .map(each -> times[(int) each] - times[(int) each - 1])
                .toArray();
        long[] ordered = all.clone();
        Arrays.sort(ordered);
        this.pause = Math.round(pause * ordered[ordered.length / 2]);
        this.sorted = Arrays.stream(ordered).filter(each -> each <= this.pause).toArray();
    }

    boolean isPause(long interval) {
        return interval > pause;
    }

    double mean() {
        return Arrays.stream(sorted).average().orElse(40_000);
    }

    /** The sum of the intervals between two pauses, where it is longest. */
    long longestRun() {
        long longest = 1;
        long run = 0;
        for (long interval : all) {
            run = isPause(interval) ? 0 : run + interval;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /**
     * What pictures that come evenly may be apart: without the gaps, as those between joined clips are no whole number
     * of periods; on average; and as most are where some are missing.
     */
    List<Double> likelyPeriods() {
        double usual = sorted[sorted.length / 2];
        return DoubleStream.of(
                        period(interval -> interval > 1.5 * usual ? 0 : 1),
                        period(interval -> 1),
                        period(interval -> Math.max(1, Math.rint(interval / usual))))
                .boxed()
                .distinct()
                .toList();
    }

    /** Whether pictures stay for two and three fields of television in turn. */
    boolean areOfTelecine(long tick) {
        long twice = ofFields(2, tick);
        long thrice = ofFields(3, tick);
        // One of each in turn, but for cuts and pictures that are missing.
        return 3 * Math.min(twice, thrice) >= sorted.length && twice + thrice >= 0.9 * sorted.length;
    }

    private long ofFields(int fields, long tick) {
        long time = Math.round(fields * FIELD);
        return Arrays.stream(sorted)
                .filter(each -> Math.abs(each - time) <= tick + FIELD / 10)
                .count();
    }

    /** How much a period may be wrong, as a part of it. */
    double doubt(long tick) {
        double run = longestRun();
        double spread = sorted[sorted.length * 19 / 20] - sorted[sorted.length / 20];
        return 1.5 * tick / run + 2 * spread / sorted.length / run;
    }

    /**
     * The slope of the line through all pictures. First and last alone would be off by how early or late they are.
     *
     * @param steps how many periods an interval is; 0 for one that is left out, as pauses are
     */
    private double period(LongToDoubleFunction steps) {
        double place = 0;
        double time = 0;
        double places = 0;
        double times = 0;
        double squares = 0;
        double products = 0;
        int count = 1;
        for (long interval : all) {
            double taken = isPause(interval) ? 0 : steps.applyAsDouble(interval);
            if (taken > 0) {
                place += taken;
                time += interval;
                places += place;
                times += time;
                squares += place * place;
                products += place * time;
                count++;
            }
        }
        return (count * products - places * times) / (count * squares - places * places);
    }

    /** What the pictures that are nearest to each other are apart, apart from rare exceptions. */
    double shortestPeriod(long tick) {
        long low = sorted[sorted.length / 20];
        long near = Math.round(low * 0.02) + tick;
        return Arrays.stream(sorted)
                .filter(each -> Math.abs(each - low) <= near)
                .average()
                .orElse((double) low);
    }
}

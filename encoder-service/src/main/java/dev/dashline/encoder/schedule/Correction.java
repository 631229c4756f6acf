package dev.dashline.encoder.schedule;

import java.time.Duration;

/**
 * By what predicted work has to be multiplied, from what tasks took beside what was predicted for them. Sums of times
 * are compared, and not ratios: what counts is how long all the work takes. Not thread-safe.
 */
final class Correction {

    /** A task counts for at most this many times what is expected: one odd task must not mislead. */
    private static final double MOST = 8;

    private final double newest;
    private int count;
    private double took;
    private double predicted;

    private Correction(double newest) {
        this.newest = newest;
    }

    /** Forgets slowly: the newest task counts for this share of all. */
    static Correction ofLate(double newest) {
        return new Correction(newest);
    }

    /** Remembers everything. */
    static Correction ofAll() {
        return new Correction(0);
    }

    /**
     * A task took so long.
     *
     * @param predictedMillis what was predicted; 0 if nothing was
     * @param expected the factor that was taken for right until now
     */
    void took(Duration time, long predictedMillis, double expected) {
        if (predictedMillis > 0) {
            double share = Math.max(newest, 1.0 / ++count);
            double most = MOST * expected * predictedMillis;
            took += share * (Math.min(most, Math.max(1.0, (double) time.toMillis())) - took);
            predicted += share * (predictedMillis - predicted);
        }
    }

    /** How many tasks were seen. */
    int count() {
        return count;
    }

    /**
     * The factor.
     *
     * @param before what to take while nothing was seen
     * @param weight how many tasks it takes until what was seen counts as much
     */
    double factor(double before, double weight) {
        return count == 0 ? before : (weight * before + count * took / predicted) / (weight + count);
    }
}

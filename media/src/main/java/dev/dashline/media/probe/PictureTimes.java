package dev.dashline.media.probe;

import java.util.Arrays;

/** When pictures are shown, microseconds. */
final class PictureTimes {

    /** Five hours at 25 a second: more pictures would tell nothing new of their rate. */
    private static final int MOST = 450_000;

    private long[] times = new long[256];
    private int count;
    private long all;
    private long unknown;

    void add(long time) {
        all++;
        if (count == times.length && count < MOST) {
            times = Arrays.copyOf(times, Math.min(MOST, 2 * count));
        }
        if (count < times.length) {
            times[count++] = time;
        }
    }

    /** A picture that tells no time. */
    void addUnknown() {
        all++;
        unknown++;
    }

    /** Whether so few pictures lack a time that the others tell the rate. */
    boolean areKnown() {
        return unknown * 21 <= all;
    }

    /** In the order of showing, each time once. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        int kept = 0;
        for (long time : sorted) {
            if (kept == 0 || time != sorted[kept - 1]) {
                sorted[kept++] = time;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }
}

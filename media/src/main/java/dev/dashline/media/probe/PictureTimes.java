package dev.dashline.media.probe;

import java.util.Arrays;

/** When pictures are shown, microseconds. */
final class PictureTimes {

    /** A day at 60 a second, and more than any source may have. */
    private static final int MOST = 5_200_000;

    private long[] times = new long[256];
    private int count;
    private int unknown;

    void add(long time) {
        if (count == times.length && count < MOST) {
            times = Arrays.copyOf(times, Math.min(MOST, 2 * count));
        }
        if (count < times.length) {
            times[count++] = time;
        }
    }

    /** A picture that tells no time. */
    void addUnknown() {
        unknown++;
    }

    /** Whether so few pictures lack a time that the others tell the rate. */
    boolean areKnown() {
        return unknown * 20L <= count;
    }

    /** In the order of showing, each time once. */
    long[] sorted() {
        return Arrays.stream(times, 0, count).sorted().distinct().toArray();
    }
}

package dev.dashline.cli.simulation;

import java.util.Arrays;
import java.util.OptionalLong;

/** Time left until the deadline at publication, in milliseconds, in ascending order. */
final class Margins {

    private final long[] sorted;

    Margins(long... margins) {
        this.sorted = margins.clone();
        Arrays.sort(sorted);
    }

    /** The margin at a percentile; empty if there are none. */
    OptionalLong percentile(int percent) {
        int rank = Math.max(1, (int) Math.ceil(sorted.length * percent / 100.0));
        return sorted.length == 0 ? OptionalLong.empty() : OptionalLong.of(sorted[rank - 1]);
    }

    OptionalLong least() {
        return percentile(0);
    }
}

package dev.dashline.cli.simulation;

import java.util.Arrays;
import java.util.OptionalLong;

/** Time that was left at publication, milliseconds, the shortest first. */
final class Margins {

    private final long[] sorted;

    Margins(long... margins) {
        this.sorted = margins.clone();
        Arrays.sort(sorted);
    }

    /** The least margin that at least so many percent did not exceed; empty if there are none. */
    OptionalLong percentile(int percent) {
        int rank = Math.max(1, (int) Math.ceil(sorted.length * percent / 100.0));
        return sorted.length == 0 ? OptionalLong.empty() : OptionalLong.of(sorted[rank - 1]);
    }

    OptionalLong least() {
        return percentile(0);
    }
}

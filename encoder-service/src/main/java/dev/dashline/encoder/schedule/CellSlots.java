package dev.dashline.encoder.schedule;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The slots of one lane, by the cell that fills them. Not thread-safe. */
final class CellSlots {

    private record Count(int all, int free) {

        static final Count NONE = new Count(0, 0);

        Count plus(int moreSlots, int moreFree) {
            return new Count(all + moreSlots, free + moreFree);
        }
    }

    private final Map<Integer, Count> byCell = new TreeMap<>();
    private Count total = Count.NONE;

    /** Counts the slots of a process; negative numbers take it back. */
    void add(int cell, int slots, int free) {
        total = total.plus(slots, free);
        byCell.compute(cell, (number, before) -> {
            Count after = (before == null ? Count.NONE : before).plus(slots, free);
            return after.all() == 0 ? null : after;
        });
    }

    /** The cells that have slots, in order. */
    Collection<Integer> cells() {
        return byCell.keySet();
    }

    /** Tasks that all processes take at a time. */
    int all() {
        return total.all();
    }

    /** Slots that could take a task now. */
    int free() {
        return total.free();
    }

    /**
     * How many slots one more video can count on beside these tasks. With as many tasks as slots it is half of the
     * slots, with twice as many tasks a third, and so on.
     */
    int forOneMore(long tasks) {
        double slots = all();
        return slots == 0 ? 1 : (int) Math.max(1, Math.round(slots * slots / (slots + tasks)));
    }

    int all(int cell) {
        return byCell.getOrDefault(cell, Count.NONE).all();
    }

    int free(int cell) {
        return byCell.getOrDefault(cell, Count.NONE).free();
    }
}

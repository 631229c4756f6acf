package dev.dashline.ingest.stream;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far the partitions of some topics were read, in an order that is always the same. As a text it is the id of the
 * last event that a client has: with it, any replica can go on from there. Immutable.
 */
public final class Offsets {

    private static final int RADIX = Character.MAX_RADIX;
    private static final Pattern TEXT = Pattern.compile("[0-9a-z]{1,12}(\\.[0-9a-z]{1,12}){0,999}");

    /** For each partition the offset of the record that comes next. */
    private final long[] next;

    private Offsets(long[] next) {
        this.next = next;
    }

    /**
     * Offsets of all partitions, in order.
     *
     * @param next for each partition the offset of the record that comes next
     */
    public static Offsets of(long... next) {
        return new Offsets(next.clone());
    }

    /** Reads what {@link #text} wrote; empty for any other text. */
    public static Optional<Offsets> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(new Offsets(Arrays.stream(text.split("\\.", -1))
                        .mapToLong(each -> Long.parseLong(each, RADIX))
                        .toArray()))
                : Optional.empty();
    }

    /** Digits, lower-case letters and dots. */
    public String text() {
        return Arrays.stream(next)
                .mapToObj(offset -> Long.toString(offset, RADIX))
                .collect(Collectors.joining("."));
    }

    /** The same, but with a record of one partition read as well. */
    public Offsets after(int partition, long offset) {
        long[] further = next.clone();
        further[partition] = Math.max(further[partition], offset + 1);
        return new Offsets(further);
    }

    /** Whether a record was read. */
    boolean cover(int partition, long offset) {
        return offset < next[partition];
    }

    /** Whether they are of the same partitions, and at least as far in each, or behind by so many records at most. */
    boolean reach(Offsets other, long behind) {
        boolean reach = next.length == other.next.length;
        for (int i = 0; reach && i < next.length; i++) {
            reach = next[i] >= other.next[i] - behind;
        }
        return reach;
    }

    @Override
    public String toString() {
        return text();
    }
}

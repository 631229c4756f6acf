package dev.dashline.gcsemulator.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** The order in which Cloud Storage lists: that of the names' UTF-8 bytes, which Java's strings do not have. */
public final class NameOrder {

    public static final Comparator<String> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

    private NameOrder() {}
}

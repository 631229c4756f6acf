package dev.dashline.gcsemulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object, as the {@code Range} header asks for it.
 *
 * @param first first byte
 * @param last last byte, included
 */
record ByteRange(long first, long last) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** The part of an object of that size; a header that makes no sense means the whole, as HTTP has it. */
    static ByteRange of(String header, long size) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches() || header.equals("bytes=-")) {
            return new ByteRange(0, size - 1);
        }
        ByteRange range = matcher.group(1).isEmpty()
                ? new ByteRange(Math.max(0, size - number(matcher.group(2))), size - 1)
                : new ByteRange(number(matcher.group(1)), last(matcher.group(2), size));
        if (range.first >= size || range.length() <= 0) {
            throw GcsException.rangeNotSatisfiable(size);
        }
        return range;
    }

    private static long last(String text, long size) {
        return text.isEmpty() ? size - 1 : Math.min(size - 1, number(text));
    }

    /** Digits that are too many mean further than any object reaches. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    long length() {
        return last - first + 1;
    }
}

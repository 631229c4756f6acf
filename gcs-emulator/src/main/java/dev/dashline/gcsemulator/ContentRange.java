package dev.dashline.gcsemulator;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the content a request of a resumable upload carries.
 *
 * @param part its first byte; empty for a request that only asks how far the upload is
 * @param total size of the whole content, once its sender knows it
 */
record ContentRange(OptionalLong part, OptionalLong total) {

    private static final Pattern FORM = Pattern.compile("bytes (\\*|(\\d+)-(\\d+|\\*))/(\\*|\\d+)");

    /** Without the header, a request carries all of the content. */
    static ContentRange of(Optional<String> header, Optional<String> length) {
        if (header.isEmpty()) {
            return new ContentRange(
                    OptionalLong.of(0),
                    length.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty()));
        }
        Matcher matcher = FORM.matcher(header.get());
        if (!matcher.matches()) {
            throw GcsException.badRequest("Failed to parse Content-Range header.");
        }
        OptionalLong first =
                matcher.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(2)));
        return new ContentRange(first, total(matcher.group(4)));
    }

    private static OptionalLong total(String text) {
        return text.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    boolean isQuery() {
        return part.isEmpty();
    }

    long first() {
        return part.orElse(0);
    }
}

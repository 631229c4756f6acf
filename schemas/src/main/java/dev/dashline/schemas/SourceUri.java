package dev.dashline.schemas;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for the URI of a source. Which places a deployment may read is for the deployment to say, not for these.
 */
final class SourceUri {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    private SourceUri() {}

    /** The rule that this URI breaks, if any: "must be …". */
    static Optional<String> problem(String text, int maxLength) {
        if (text.length() > maxLength) {
            return Optional.of("must be " + maxLength + " characters at most");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("must be a URI: " + e.getReason() + " at character " + e.getIndex());
        }
        if (uri.getScheme() == null) {
            return Optional.of("must be an absolute URI, such as gs://bucket/object or file:///path");
        }
        return switch (uri.getScheme()) {
            case "gs" -> rule(uri, isBucket(uri), "must name a bucket and an object: gs://bucket/object");
            case "file" -> rule(uri, uri.getRawAuthority() == null, "must name a file of this machine: file:///path");
            default -> Optional.of("must be a gs: or file: URI");
        };
    }

    private static Optional<String> rule(URI uri, boolean authorityIsRight, String shape) {
        String path = uri.getPath();
        if (!authorityIsRight || path == null || !path.startsWith("/") || path.endsWith("/")) {
            return Optional.of(shape);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("must have no query and no fragment; write ? as %3F and # as %23");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("must not have control characters in it");
        }
        // Decoded first: %2e%2e is .. to whoever opens the file.
        List<String> segments = Arrays.asList(path.split("/", -1));
        return segments.contains("..") || segments.contains(".")
                ? Optional.of("must not have . or .. in its path")
                : Optional.empty();
    }

    private static boolean isBucket(URI uri) {
        String authority = uri.getRawAuthority();
        return authority != null && BUCKET.matcher(authority).matches();
    }
}

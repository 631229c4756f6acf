package dev.dashline.ingest.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The places that sources may be in. Decides by the URI alone: nothing is opened and nobody is asked.
 *
 * @param allowed whether a URI without dots to climb with is in such a place
 * @param input what a source without a scheme is relative to; ends in a slash
 */
public record SourceRoots(Predicate<URI> allowed, Optional<URI> input) {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern WEB = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    /** The URI that a client means: what it says if that has a scheme, otherwise a path in the input root if there is one. */
    String resolve(String source) {
        return input.isPresent() && isPath(source) ? input.get() + encoded(source) : source;
    }

    /** Whether a client means a path in the input root, and there is none. */
    boolean lacksInput(String source) {
        return input.isEmpty() && isPath(source);
    }

    private static boolean isPath(String source) {
        return !source.isEmpty()
                && !source.startsWith("/")
                && !SCHEME.matcher(source).matches();
    }

    /** Why a source is not read, if that is so: "must be …". */
    public Optional<String> refusal(String source) {
        if (isWeb(source)) {
            return Optional.of("must not be a web address: nothing is fetched from there");
        }
        try {
            return allowed.test(new URI(source))
                    ? Optional.empty()
                    : Optional.of(
                            "must be in a place that this deployment reads: INPUT_BUCKET and SOURCE_ROOTS name them");
        } catch (URISyntaxException e) {
            return Optional.of("must be a URI");
        }
    }

    static boolean isWeb(String source) {
        return WEB.matcher(source).matches();
    }

    /** A path as a person writes it, as a URI wants it: every byte of a name that could mean something else is escaped. */
    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append(String.format("%%%02X", each & 0xff));
            }
        }
        return encoded.toString();
    }
}

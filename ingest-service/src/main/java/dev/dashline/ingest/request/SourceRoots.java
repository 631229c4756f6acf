package dev.dashline.ingest.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The places that sources may be in. Decides by the URI alone, without opening anything.
 *
 * @param allowed whether a URI, which has no dot segments, is in such a place
 * @param input base of sources without a scheme; ends in a slash
 * @param uploads the uploads that are sources, too
 */
public record SourceRoots(Predicate<URI> allowed, Optional<URI> input, TenantUploads uploads) {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern WEB = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    /** Places without uploads. */
    public SourceRoots(Predicate<URI> allowed, Optional<URI> input) {
        this(allowed, input, TenantUploads.NONE);
    }

    /**
     * The URI that a client means: the content of an upload if it names one, otherwise as given if it has a scheme,
     * otherwise a path in the input root, if there is one.
     */
    String resolve(String source) {
        return uploads.find(source)
                .map(URI::toString)
                .orElseGet(() -> input.isPresent() && isPath(source) ? input.get() + encoded(source) : source);
    }

    /** Whether the source is a path in the input root, and no input root is set. */
    boolean lacksInput(String source) {
        return input.isEmpty() && isPath(source);
    }

    private static boolean isPath(String source) {
        return !source.isEmpty()
                && !source.startsWith("/")
                && !SCHEME.matcher(source).matches();
    }

    /** The same places, but of them only those that {@code others} allows, too. */
    public SourceRoots within(Predicate<URI> others) {
        return new SourceRoots(allowed.and(others), input, uploads);
    }

    /** The same places, and the uploads of this tenant. */
    SourceRoots withUploadsOf(String tenant) {
        return new SourceRoots(allowed, input, uploads.of(tenant));
    }

    /** Why the source may not be read: "must be …"; empty if it may. */
    public Optional<String> refusal(String source) {
        if (isWeb(source)) {
            return Optional.of("must not be a web address: sources are not fetched from the web");
        }
        try {
            URI uri = new URI(source);
            return uploads.has(uri) || allowed.test(uri)
                    ? Optional.empty()
                    : Optional.of("must be in a place that this deployment reads: see INPUT_BUCKET and SOURCE_ROOTS");
        } catch (URISyntaxException e) {
            return Optional.of("must be a URI");
        }
    }

    static boolean isWeb(String source) {
        return WEB.matcher(source).matches();
    }

    /** Escapes a path for use in a URI: every byte that is not unreserved there. */
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

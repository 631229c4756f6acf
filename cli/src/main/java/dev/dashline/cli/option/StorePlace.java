package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.stack.StackOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the places of a stack are that keeps its videos in a bucket. */
public final class StorePlace {

    /** All that is on this machine. */
    public static final URI FILES = URI.create("file:///");

    private StorePlace() {}

    /**
     * Reads {@code gs://bucket} or {@code gs://bucket/path}.
     *
     * @throws CliException if it is something else
     */
    public static StackOptions.Places parse(String text) {
        URI root = root(text);
        return new StackOptions.Places(
                Optional.of(root.resolve("videos/")),
                Optional.of(root.resolve("staging/")),
                List.of(FILES, root.resolve("/")));
    }

    private static URI root(String text) {
        try {
            URI root = URI.create(text.endsWith("/") ? text : text + "/");
            if ("gs".equals(root.getScheme()) && root.getAuthority() != null && root.getRawQuery() == null) {
                return root;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a URI of another kind.
        }
        throw new CliException("--store " + text + " is not of the form gs://bucket/path", CliException.USAGE);
    }
}

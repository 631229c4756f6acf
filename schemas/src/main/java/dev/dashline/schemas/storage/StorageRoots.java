package dev.dashline.schemas.storage;

import java.net.URI;

/**
 * The two places that a deployment writes to.
 *
 * @param output the public root, which viewers are served from; ends in a slash
 * @param staging the private root for what is not published yet; ends in a slash
 */
public record StorageRoots(URI output, URI staging) {

    public StorageRoots {
        requireSlash(output);
        requireSlash(staging);
    }

    private static void requireSlash(URI root) {
        if (!root.toString().endsWith("/")) {
            throw new IllegalArgumentException("must end in a slash: " + root);
        }
    }
}

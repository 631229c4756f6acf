package dev.dashline.cli.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What stack to start.
 *
 * @param dataDir where it keeps its data; empty for a temporary folder
 * @param output where public videos go; empty for a folder in its data
 * @param sources what it may read: URIs of files, or of folders (ending in {@code /})
 * @param encoders how many encoder services share this machine
 * @param ports where it listens
 */
public record StackOptions(Optional<Path> dataDir, Optional<URI> output, List<URI> sources, int encoders, Ports ports) {

    /** Ports on the loopback address; 0 for any that is free. */
    public record Ports(int api, int broker, int registry) {

        public static final Ports ANY = new Ports(0, 0, 0);
    }

    public StackOptions {
        sources = List.copyOf(sources);
        if (encoders < 1) {
            throw new IllegalArgumentException("an encoder is needed at least, not " + encoders);
        }
    }
}

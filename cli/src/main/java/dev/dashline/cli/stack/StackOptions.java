package dev.dashline.cli.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What stack to start.
 *
 * @param dataDir where it keeps its data; empty for a temporary folder
 * @param places where videos come from and go to
 * @param encoders how many encoder services share this machine; with none, work waits for others to join
 * @param ports where it listens
 * @param services what encodes and publishes
 */
public record StackOptions(Optional<Path> dataDir, Places places, int encoders, Ports ports, StackServices services) {

    /**
     * Where videos come from and go to. Roots end in {@code /}.
     *
     * @param output where public videos go; empty for a folder in the stack's data
     * @param staging where unpublished ones wait; empty for a folder in the stack's data
     * @param sources what may be read: URIs of files, or roots
     */
    public record Places(Optional<URI> output, Optional<URI> staging, List<URI> sources) {

        public Places {
            sources = List.copyOf(sources);
        }
    }

    /** Ports on the loopback address; 0 for any that is free. */
    public record Ports(int api, int broker, int registry) {

        public static final Ports ANY = new Ports(0, 0, 0);
    }

    /** With services that really encode and publish. */
    public StackOptions(Optional<Path> dataDir, Places places, int encoders, Ports ports) {
        this(dataDir, places, encoders, ports, StackServices.REAL);
    }

    public StackOptions {
        if (encoders < 0) {
            throw new IllegalArgumentException("there cannot be " + encoders + " encoders");
        }
    }
}

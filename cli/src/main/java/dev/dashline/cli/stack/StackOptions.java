package dev.dashline.cli.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

    /**
     * Ports on the loopback address; 0 for any that is free.
     *
     * @param api empty if there is no API: then requests come from this process alone, no status is kept, and no
     *     webhook is told, so that it all starts sooner
     */
    public record Ports(OptionalInt api, int broker, int registry) {

        public static final Ports ANY = new Ports(OptionalInt.of(0), 0, 0);
        public static final Ports WITHOUT_API = new Ports(OptionalInt.empty(), 0, 0);
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

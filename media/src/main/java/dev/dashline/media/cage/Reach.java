package dev.dashline.media.cage;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a program may touch beside itself and the libraries of the system.
 *
 * @param file that it may read
 * @param port of this machine that it may open connections to
 * @param folder that it may read and write
 */
public record Reach(Optional<Path> file, OptionalInt port, Optional<Path> folder) {

    /** Nothing at all. */
    public static final Reach NONE = new Reach(Optional.empty(), OptionalInt.empty(), Optional.empty());

    /** A source that is a file. */
    public static Reach file(Path file) {
        return new Reach(Optional.of(file), OptionalInt.empty(), Optional.empty());
    }

    /** A source that a server on this machine gives out. */
    public static Reach port(int port) {
        return new Reach(Optional.empty(), OptionalInt.of(port), Optional.empty());
    }

    /** The same, and a folder to work in. */
    public Reach in(Path workFolder) {
        return new Reach(file, port, Optional.of(workFolder));
    }
}

package dev.dashline.systemtests.faults;

import dev.dashline.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Ports of this machine. */
final class Ports {

    private Ports() {}

    /** A port for a server that may restart. */
    static int free() {
        try {
            return FreePorts.find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class FreePort {

    private FreePort() {}

    /**
     * Checks that a port is free. 0 always is: the listener picks a free port itself, because one that is picked
     * earlier may be taken by then.
     *
     * @param option the option that chooses another port
     * @throws CliException if it is taken
     */
    static void require(int port, String option) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new CliException(
                    "port " + port + " is taken; stop what listens there, or choose another " + option, e);
        }
    }
}

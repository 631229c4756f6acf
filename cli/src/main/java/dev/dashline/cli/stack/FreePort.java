package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class FreePort {

    private FreePort() {}

    /**
     * Makes sure that a port is free now. 0, which stands for any, is: who listens picks it, as one that is picked before may be
     * taken by then.
     *
     * @param option what the user would choose another one with
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

package dev.dashline.cli.stack;

import dev.dashline.cli.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class FreePort {

    private FreePort() {}

    /**
     * The port, which is free now; any that is free if it is 0.
     *
     * @param option what the user would choose another one with
     */
    static int of(int port, String option) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CliException(
                    "port " + port + " is taken; stop what listens there, or choose another " + option, e);
        }
    }
}

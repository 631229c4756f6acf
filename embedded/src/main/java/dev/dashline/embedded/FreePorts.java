package dev.dashline.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that no program listens on. They are below those that operating systems give to outgoing connections
 * (from 32,768 on Linux, from 49,152 elsewhere). A connection could otherwise take the port of a server while that
 * server restarts, and the server could not start again. Thread-safe.
 */
public final class FreePorts {

    private static final int FIRST = 16_384;
    private static final int END = 32_768;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /**
     * A socket that listens on a free port of the loopback interface. Close it right before the port is used.
     *
     * @throws IOException if there is no free port
     */
    public static ServerSocket listen() throws IOException {
        IOException last = new IOException("no port tried");
        for (int tried = 0; tried < TRIES; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no free port from " + FIRST + " to " + (END - 1), last);
    }

    /** A port that was free a moment ago. */
    public static int find() throws IOException {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        }
    }
}

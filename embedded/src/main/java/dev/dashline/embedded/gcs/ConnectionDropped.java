package dev.dashline.embedded.gcs;

import java.io.IOException;

/** The connection is to end here, without another byte. */
final class ConnectionDropped extends IOException {

    ConnectionDropped() {
        super("connection dropped on purpose");
    }
}

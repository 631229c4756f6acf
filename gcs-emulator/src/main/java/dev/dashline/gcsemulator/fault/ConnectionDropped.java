package dev.dashline.gcsemulator.fault;

import java.io.IOException;

/** The connection is to end here, without another byte. */
public final class ConnectionDropped extends IOException {

    public ConnectionDropped() {
        super("connection dropped on purpose");
    }
}

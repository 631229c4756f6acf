package dev.dashline.gcsemulator.fault;

import java.io.IOException;

/** Thrown to end a connection without sending another byte. */
public final class ConnectionDropped extends IOException {

    public ConnectionDropped() {
        super("connection dropped on purpose");
    }
}

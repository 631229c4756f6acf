package dev.dashline.systemtests.history;

import java.nio.ByteBuffer;

/** A record that is no event, and that somebody has produced all the same. */
public record Garbage(Logged.Place place, ByteBuffer value) {}

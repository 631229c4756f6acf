package dev.dashline.systemtests.history;

import java.nio.ByteBuffer;

/** A record that a client has written although it is no event of its topic. */
public record GarbageRecord(LoggedEvent.Place place, ByteBuffer value) {}

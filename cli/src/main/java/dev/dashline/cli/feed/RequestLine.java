package dev.dashline.cli.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A line of the input. */
public sealed interface RequestLine {

    /** Counted from 1. */
    long number();

    /**
     * A request.
     *
     * @param name its id, or its line number if it has none
     * @param body as {@code POST /videos} takes it
     */
    record Asked(long number, String name, ObjectNode body) implements RequestLine {}

    /** Something else; {@code why} completes "line 7 …". */
    record Wrong(long number, String why) implements RequestLine {}
}

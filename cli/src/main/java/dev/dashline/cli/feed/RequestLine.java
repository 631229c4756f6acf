package dev.dashline.cli.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a line says. */
public sealed interface RequestLine {

    /** Counted from 1. */
    long number();

    /**
     * A request.
     *
     * @param name what it calls itself; its line if it has no id
     * @param body as {@code POST /videos} takes it
     */
    record Asked(long number, String name, ObjectNode body) implements RequestLine {}

    /** Something else; {@code why} completes "line 7 …". */
    record Wrong(long number, String why) implements RequestLine {}
}

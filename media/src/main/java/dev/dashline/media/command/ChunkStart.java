package dev.dashline.media.command;

import java.util.OptionalLong;

/**
 * A chunk, and where in the source it is read from.
 *
 * @param chunk its number
 * @param seek time in the source to seek to, microseconds; empty for its beginning
 */
public record ChunkStart(int chunk, OptionalLong seek) {}

package dev.dashline.media.seek;

/**
 * A picture that can be decoded without others, by the times of the source, microseconds.
 *
 * @param decoded when it is decoded, which is what FFmpeg seeks by
 */
public record SeekPoint(long decoded, long shown) {}

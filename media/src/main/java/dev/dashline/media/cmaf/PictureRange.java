package dev.dashline.media.cmaf;

/**
 * Where the first picture of a media segment is: from the box that describes the samples ({@code moof}) to the end of
 * the first one. With the init segment in front, any decoder shows it.
 *
 * @param offset of its first byte in the segment
 * @param length bytes
 */
public record PictureRange(long offset, long length) {}

package dev.dashline.media.plan;

/**
 * Where the decoded frames of a stream of sound lie, in samples of the source.
 *
 * <p>Containers round times, to a millisecond in Matroska. A decoder that begins in the middle would place its samples
 * by one rounded time, one that began at the start by another. Both find the same places if they know where frames end.
 *
 * @param rate samples per second
 * @param samples frames end at {@code phase} + n · {@code samples}; 1 if they may end anywhere, since times are exact
 * @param phase from 0 on, less than {@code samples}
 * @param tolerance by how many samples a time that the container states may differ from where its frame lies
 */
public record SourceFrames(int rate, int samples, int phase, int tolerance) {}

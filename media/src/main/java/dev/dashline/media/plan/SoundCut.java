package dev.dashline.media.plan;

import java.util.OptionalLong;

/**
 * How a long track of sound is cut into chunks, each encoded by a task of its own. Chunk k starts at packet k ·
 * chunkPackets; the last chunk reads to the end of the source.
 *
 * @param chunkPackets whole segments; a packet has {@value #PACKET} samples of the output
 * @param chunks how many, 2 or more
 * @param source where the source's frames lie
 */
public record SoundCut(int chunkPackets, int chunks, SourceFrames source) {

    /** Samples of a packet of AAC. */
    public static final int PACKET = 1_024;

    /** The first packet of a chunk. */
    public long firstPacket(int chunk) {
        return (long) chunk * chunkPackets;
    }

    /** The first packet after a chunk; empty for the last one, whose end is that of the source. */
    public OptionalLong endPacket(int chunk) {
        return chunk == chunks - 1 ? OptionalLong.empty() : OptionalLong.of(firstPacket(chunk + 1));
    }
}

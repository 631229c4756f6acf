package dev.dashline.media.plan;

/**
 * Where a video is cut, in frames of the output. A chunk is what one task encodes, a segment what a player fetches, a
 * GOP what starts with a keyframe. Chunk k starts at frame k · chunkFrames; the last chunk reads to the end of the
 * source.
 *
 * @param rate of the output
 * @param frames expected frames of the whole video; the source may turn out to have a frame or two more or less
 * @param gopFrames frames from keyframe to keyframe
 * @param segmentFrames a multiple of gopFrames
 * @param chunkFrames a multiple of segmentFrames
 * @param chunks how many, 1 or more
 */
public record ChunkGrid(FrameRate rate, long frames, int gopFrames, int segmentFrames, int chunkFrames, int chunks) {

    /** The number of a chunk's first frame. */
    public long firstFrame(int chunk) {
        return (long) chunk * chunkFrames;
    }

    /** When a chunk's first frame is shown, microseconds. */
    public long startMicros(int chunk) {
        return rate.microsOf(firstFrame(chunk));
    }

    /** How many frames a chunk should have. */
    public long expectedFrames(int chunk) {
        return isLast(chunk) ? frames - firstFrame(chunk) : chunkFrames;
    }

    /** By how many frames a chunk may differ from what is expected of it: only the last one may. */
    public long tolerance(int chunk) {
        return isLast(chunk) ? tolerance(rate) : 0;
    }

    /** By how many frames the length that a source states may be wrong. */
    static long tolerance(FrameRate rate) {
        return Math.max(2, Math.round(rate.perSecond() / 10));
    }

    /**
     * How many frames a chunk may have at most: the last one gets a segment more, as its length is known only once it
     * is read.
     */
    public long frameLimit(int chunk) {
        return isLast(chunk) ? expectedFrames(chunk) + segmentFrames : chunkFrames;
    }

    private boolean isLast(int chunk) {
        return chunk >= chunks - 1;
    }

    /** How long the whole video lasts, milliseconds, rounded down. */
    public long durationMillis() {
        return frames * 1_000 * rate.den() / rate.num();
    }

    /** How long a segment lasts, microseconds, rounded down. */
    public long segmentMicros() {
        return (long) segmentFrames * 1_000_000 * rate.den() / rate.num();
    }

    /**
     * How long a frame lasts.
     *
     * @param timescale units of time in a second
     */
    public long frameUnits(long timescale) {
        return timescale * rate.den() / rate.num();
    }
}

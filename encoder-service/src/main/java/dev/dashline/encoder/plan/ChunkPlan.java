package dev.dashline.encoder.plan;

/**
 * How the frames of a video are cut: chunks are what one task encodes, segments what a player fetches, GOPs what starts with a
 * keyframe. Chunk k starts at frame k · chunkFrames; the last one reads to the end of the source.
 *
 * @param gopFrames distance of keyframes
 * @param segmentFrames a multiple of gopFrames
 * @param chunkFrames a multiple of segmentFrames
 * @param chunks how many, 1 or more
 */
public record ChunkPlan(int gopFrames, int segmentFrames, int chunkFrames, int chunks) {

    private static final int SHORT_CHUNK_SECONDS = 8;
    private static final int LONG_CHUNK_SECONDS = 32;
    private static final int CHUNKS_PER_SLOT = 2;

    /**
     * Plans a video.
     *
     * <p>Every chunk costs a start-up and the decoding from the keyframe before it: measured as 8 % at 8 s, 15 % at 4 s and
     * nothing from 16 s up. But chunks are also what slots share. So: two per slot where they get no shorter than 8 s by that,
     * and otherwise only as many as it takes for no slot to idle.
     *
     * @param frames expected frames of the whole video, 1 or more
     * @param slots how many tasks can run at a time
     */
    public static ChunkPlan of(long frames, FrameRate rate, EncodingProfile profile, int slots) {
        int gop = Math.max(1, Math.toIntExact(rate.framesIn(profile.gop().toNanos() / 1_000)));
        int gopsPerSegment = Math.max(
                1,
                Math.round((float) profile.segment().toMillis() / profile.gop().toMillis()));
        int segment = gop * gopsPerSegment;
        long segments = ceilDiv(frames, segment);
        double segmentSeconds = segment / rate.perSecond();
        int chunk = segment * segmentsPerChunk(segments, segmentSeconds, slots);
        return new ChunkPlan(gop, segment, chunk, chunksOf(frames, chunk, rate));
    }

    private static int segmentsPerChunk(long segments, double segmentSeconds, int slots) {
        long shortest = Math.max(1, Math.round(SHORT_CHUNK_SECONDS / segmentSeconds));
        long longest = Math.max(1, Math.round(LONG_CHUNK_SECONDS / segmentSeconds));
        long shared = segments / ((long) CHUNKS_PER_SLOT * slots);
        if (shared < shortest) {
            shared = Math.min(shortest, Math.max(1, segments / slots));
        }
        return (int) Math.min(shared, longest);
    }

    /** A last chunk that may turn out empty, as the expected number of frames may be off by a few, joins the one before it. */
    private static int chunksOf(long frames, int chunkFrames, FrameRate rate) {
        long chunks = ceilDiv(frames, chunkFrames);
        long rest = frames - (chunks - 1) * chunkFrames;
        boolean doubtful = rest <= 2 * frameTolerance(rate);
        return Math.toIntExact(chunks > 1 && doubtful ? chunks - 1 : chunks);
    }

    /** By how many frames the source's own word on its length may be wrong. */
    public static long frameTolerance(FrameRate rate) {
        return Math.max(2, Math.round(rate.perSecond() / 10));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}

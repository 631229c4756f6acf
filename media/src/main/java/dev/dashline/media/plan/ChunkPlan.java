package dev.dashline.media.plan;

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

    private static final double SHORTEST_SECONDS = 8;
    private static final double LONGEST_SECONDS = 32;
    /** Of the time left, at the speed of playback, which most encoders of a slot keep up with: what a chunk may take at most. */
    private static final int PARTS_OF_THE_TIME_LEFT = 8;
    /** What a chunk costs beside encoding its own frames (its start, and decoding up to them), as seconds of media. */
    private static final double START_UP_SECONDS = 0.55;

    /**
     * Plans a video.
     *
     * <p>Every chunk costs a start-up and the decoding from the keyframe before it: measured as 8 % at 8 s, 15 % at 4 s and
     * nothing from 16 s up. But chunks are also what slots share. So: the length with which the video is done soonest, from 8 s
     * (less only if slots would idle otherwise) to 32 s (which is what a lost worker costs at most). The nearer a deadline is, the less a lost worker may cost, and the last chunk
     * that all wait for: then no more than an eighth of the time left, but not below 8 s, as this would cost more time than it saves.
     *
     * @param frames expected frames of the whole video, 1 or more
     */
    public static ChunkPlan of(long frames, FrameRate rate, EncodingProfile profile, Capacity capacity) {
        int gop = Math.max(1, Math.toIntExact(rate.framesIn(profile.grid().gop().toNanos() / 1_000)));
        int gopsPerSegment = Math.max(
                1,
                Math.round((float) profile.grid().segment().toMillis()
                        / profile.grid().gop().toMillis()));
        int segment = gop * gopsPerSegment;
        long segments = ceilDiv(frames, segment);
        double segmentSeconds = segment / rate.perSecond();
        int chunk = segment * segmentsPerChunk(segments, segmentSeconds, capacity);
        return new ChunkPlan(gop, segment, chunk, chunksOf(frames, chunk, rate));
    }

    private static int segmentsPerChunk(long segments, double segmentSeconds, Capacity capacity) {
        int slots = capacity.slots();
        long fair = Math.max(1, segments / slots);
        long shortest = Math.min(fair, Math.max(1, Math.round(SHORTEST_SECONDS / segmentSeconds)));
        long longest = Math.min(segments, Math.max(shortest, Math.round(longestSeconds(capacity) / segmentSeconds)));
        long best = longest;
        for (long chunk = longest; chunk >= shortest; chunk--) {
            if (secondsToTheEnd(segments, chunk, segmentSeconds, slots)
                    < secondsToTheEnd(segments, best, segmentSeconds, slots)) {
                best = chunk;
            }
        }
        return Math.toIntExact(best);
    }

    private static double longestSeconds(Capacity capacity) {
        double share = capacity.timeLeft()
                .map(left -> left.toSeconds() / (double) PARTS_OF_THE_TIME_LEFT)
                .orElse(LONGEST_SECONDS);
        return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, share));
    }

    /** When the last chunk is done, as seconds of media that one slot encodes, where every slot takes the next one in turn. */
    private static double secondsToTheEnd(long segments, long chunk, double segmentSeconds, int slots) {
        long chunks = ceilDiv(segments, chunk);
        long rounds = ceilDiv(chunks, slots);
        boolean endsWithRest = chunks == (rounds - 1) * slots + 1;
        long last = endsWithRest ? segments - (chunks - 1) * chunk : chunk;
        return ((rounds - 1) * chunk + last) * segmentSeconds + rounds * START_UP_SECONDS;
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

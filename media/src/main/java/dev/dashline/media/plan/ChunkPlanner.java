package dev.dashline.media.plan;

import dev.dashline.media.profile.EncodingProfile;

/** Decides where a video is cut. Pure. */
final class ChunkPlanner {

    private static final double SHORTEST_SECONDS = 8;
    private static final double LONGEST_SECONDS = 32;
    /** A chunk may take an eighth of the time left, at the speed of playback, which most encoders keep up with. */
    private static final int PARTS_OF_THE_TIME_LEFT = 8;
    /** What a chunk costs beside encoding its own frames (starting, and decoding up to them), as seconds of media. */
    private static final double START_UP_SECONDS = 0.55;

    private ChunkPlanner() {}

    /**
     * Cuts a video.
     *
     * <p>Every chunk costs a start-up and the decoding from the keyframe before it: measured as 8 % at 8 s, 15 % at 4 s
     * and nothing from 16 s up. But chunks are also what slots share. So a chunk gets the length with which the video
     * is done soonest, from 8 s (less only if slots would idle otherwise) to 32 s (which bounds the work that a lost
     * worker costs). Near a deadline, both a lost worker and the last chunk that all wait for must cost less: then a
     * chunk is no longer than an eighth of the time left, but 8 s at least, as shorter chunks would cost more time than
     * they save.
     *
     * @param frames expected frames of the whole video, 1 or more
     */
    static ChunkGrid cut(long frames, FrameRate rate, EncodingProfile.Grid lengths, Capacity capacity) {
        ChunkGrid whole = whole(frames, rate, lengths);
        int segment = whole.segmentFrames();
        int chunk = segment * segmentsPerChunk(ceilDiv(frames, segment), segment / rate.perSecond(), capacity);
        return new ChunkGrid(rate, frames, whole.gopFrames(), segment, chunk, chunksOf(frames, chunk, rate));
    }

    /** One chunk of everything, for a source that can only be read from its beginning. */
    static ChunkGrid whole(long frames, FrameRate rate, EncodingProfile.Grid lengths) {
        int gop = Math.max(1, Math.toIntExact(rate.framesIn(lengths.gop().toNanos() / 1_000)));
        int gopsPerSegment = Math.max(
                1,
                Math.round((float) lengths.segment().toMillis() / lengths.gop().toMillis()));
        int segment = gop * gopsPerSegment;
        int chunk = Math.toIntExact(segment * ceilDiv(frames, segment));
        return new ChunkGrid(rate, frames, gop, segment, chunk, 1);
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

    /**
     * When the last chunk is done, as seconds of media that one slot encodes, if every free slot takes the next chunk.
     */
    private static double secondsToTheEnd(long segments, long chunk, double segmentSeconds, int slots) {
        long chunks = ceilDiv(segments, chunk);
        long rounds = ceilDiv(chunks, slots);
        boolean endsWithRest = chunks == (rounds - 1) * slots + 1;
        long last = endsWithRest ? segments - (chunks - 1) * chunk : chunk;
        return ((rounds - 1) * chunk + last) * segmentSeconds + rounds * START_UP_SECONDS;
    }

    /**
     * The expected number of frames may be off by a few. A last chunk that could turn out empty joins the one before
     * it.
     */
    private static int chunksOf(long frames, int chunkFrames, FrameRate rate) {
        long chunks = ceilDiv(frames, chunkFrames);
        long rest = frames - (chunks - 1) * chunkFrames;
        boolean doubtful = rest <= 2 * ChunkGrid.tolerance(rate);
        return Math.toIntExact(chunks > 1 && doubtful ? chunks - 1 : chunks);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}

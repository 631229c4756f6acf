package dev.dashline.media.plan;

import java.time.Duration;

/** Decides which small pictures are taken of a video. Pure. */
final class Thumbnails {

    private static final int LONGER_SIDE = 192;

    /** For a video of any length: a player loads them all at once. */
    private static final int MOST = 400;

    private Thumbnails() {}

    /**
     * Takes pictures that segments start with, so that each can be decoded by itself.
     *
     * @param interval about how far apart: it becomes a whole number of segments, and longer where there would be too
     *     many pictures
     * @param lowest the rung that the pictures are taken from; they are no larger than it
     */
    static ThumbnailPlan of(Duration interval, Rung lowest, ChunkGrid grid) {
        double segment = grid.segmentFrames() / grid.rate().perSecond();
        long wanted = Math.max(1, Math.round(interval.toMillis() / 1_000.0 / segment));
        long mostFrames = (long) grid.segmentFrames() * MOST;
        long fewEnough = (grid.frames() + mostFrames - 1) / mostFrames;
        double scale = Math.min(1, (double) LONGER_SIDE / lowest.shape().longerSide());
        return new ThumbnailPlan(
                new Shape(
                        even(lowest.shape().width() * scale),
                        even(lowest.shape().height() * scale)),
                Math.toIntExact(Math.max(wanted, fewEnough)));
    }

    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }
}

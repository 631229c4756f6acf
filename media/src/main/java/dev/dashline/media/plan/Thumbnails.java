package dev.dashline.media.plan;

import dev.dashline.events.encoder.ThumbnailPlan;
import dev.dashline.events.encoder.VideoRung;
import java.time.Duration;

/** Which small pictures are taken of a video. */
final class Thumbnails {

    private static final int LONGER_SIDE = 192;

    /** However long the video is: they are to find a place by, and to be had at once. */
    private static final int MOST = 400;

    private Thumbnails() {}

    /**
     * Pictures that segments start with, so that each can be decoded by itself.
     *
     * @param interval how far apart, about: it becomes a whole number of segments, and more than told if there were too many
     * @param lowest the rung that they are taken from, and are not larger than
     */
    static ThumbnailPlan of(Duration interval, VideoRung lowest, ChunkPlan chunks, long frames, FrameRate rate) {
        double segment = chunks.segmentFrames() / rate.perSecond();
        long told = Math.max(1, Math.round(interval.toMillis() / 1_000.0 / segment));
        long fewEnough = (frames + (long) chunks.segmentFrames() * MOST - 1) / ((long) chunks.segmentFrames() * MOST);
        double scale = Math.min(1, (double) LONGER_SIDE / Math.max(lowest.getWidth(), lowest.getHeight()));
        return new ThumbnailPlan(
                even(lowest.getWidth() * scale),
                even(lowest.getHeight() * scale),
                Math.toIntExact(Math.max(told, fewEnough)));
    }

    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }
}

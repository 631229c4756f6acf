package dev.dashline.encoder.task;

import dev.dashline.encoder.job.WorkEstimate;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.VideoCodec;

/**
 * Predicts how long one slot takes to transcode a video, its sound included. A rough figure: the scheduler corrects it
 * by what tasks were seen to take. Pure.
 */
final class WorkModel {

    /** Pictures of a thousand pixels each that one slot encodes to H.264 in a millisecond. */
    private static final double KILOPIXELS_PER_MILLI = 40;

    private WorkModel() {}

    /** Milliseconds of one slot. */
    static long millis(MediaPlan plan) {
        long sound = plan.audio().stream()
                .mapToLong(track -> WorkEstimate.soundMillis(track.durationMicros()))
                .sum();
        return plan.video().map(WorkModel::millis).orElse(0L) + sound;
    }

    private static long millis(VideoPlan video) {
        ChunkGrid grid = video.grid();
        double kilopixels =
                video.rungs().stream().mapToDouble(WorkModel::weighed).sum() / 1_000;
        return Math.round(grid.frames() * kilopixels / KILOPIXELS_PER_MILLI);
    }

    private static double weighed(Rung rung) {
        return (double) rung.shape().width()
                * rung.shape().height()
                * factor(rung.encoder().codec());
    }

    /** How much longer a codec takes than H.264. */
    private static double factor(VideoCodec codec) {
        return switch (codec) {
            case H264 -> 1;
            case HEVC -> 4;
            case AV1 -> 6;
        };
    }
}

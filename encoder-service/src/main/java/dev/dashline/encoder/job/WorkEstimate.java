package dev.dashline.encoder.job;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeVideo;
import java.util.Optional;

/** Predicts how long one slot takes for a task. Only the order of the queue depends on it. */
final class WorkEstimate {

    private static final long MOMENT_MILLIS = 500;
    /** How many seconds of sound are encoded in a second. */
    private static final long SOUND_SPEED = 50;

    private WorkEstimate() {}

    /**
     * The prediction in milliseconds.
     *
     * @param plan of the video; empty before it was analyzed
     */
    static long millis(String taskId, Optional<EncodingPlan> plan) {
        if (plan.isEmpty() || TaskIds.isShort(taskId)) {
            return MOMENT_MILLIS;
        }
        Object work = TaskIds.transcodeWork(taskId);
        if (work instanceof TranscodeVideo) {
            return plan.get().getWorkMillis() / Math.max(1, plan.get().getChunks());
        }
        if (work instanceof TranscodeAudio audio) {
            return plan.get().getAudioTracks().get(audio.getTrack()).getDurationMicros() / 1_000 / SOUND_SPEED;
        }
        return MOMENT_MILLIS;
    }
}

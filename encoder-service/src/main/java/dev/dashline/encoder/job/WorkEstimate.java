package dev.dashline.encoder.job;

import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.schemas.Lane;
import java.util.List;
import java.util.Optional;

/** Predicts how long one slot takes for a task. Only the order of the queue depends on it. */
public final class WorkEstimate {

    private static final long MOMENT_MILLIS = 500;
    /** How many seconds of sound are encoded in a second. */
    private static final long SOUND_SPEED = 50;

    private WorkEstimate() {}

    /** Milliseconds that it takes to encode sound, given its length. */
    public static long soundMillis(long micros) {
        return micros / 1_000 / SOUND_SPEED;
    }

    /**
     * The prediction in milliseconds.
     *
     * @param plan of the video; empty before it was analyzed
     */
    static long millis(String taskId, Optional<EncodingPlan> plan) {
        if (plan.isEmpty() || TaskIds.lane(taskId) == Lane.SHORT) {
            return MOMENT_MILLIS;
        }
        List<AudioTrack> tracks = plan.get().getAudioTracks();
        Object work = TaskIds.transcodeWork(taskId);
        if (work instanceof TranscodeVideo) {
            long sound = tracks.stream()
                    .mapToLong(track -> soundMillis(track.getDurationMicros()))
                    .sum();
            return Math.max(0, plan.get().getWorkMillis() - sound)
                    / Math.max(1, plan.get().getChunks());
        }
        if (work instanceof TranscodeAudio audio) {
            AudioTrack track = tracks.get(audio.getTrack());
            return soundMillis(track.getDurationMicros()) / TaskIds.chunks(track);
        }
        return MOMENT_MILLIS;
    }
}

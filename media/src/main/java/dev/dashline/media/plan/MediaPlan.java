package dev.dashline.media.plan;

import java.util.List;
import java.util.Optional;

/**
 * How a source is encoded: all that a worker has to know to encode any part of it so that the parts join.
 *
 * @param source which bytes the plan is for
 * @param startMicros presentation time in the source of what becomes time 0 of the output
 * @param video empty if only sound is encoded
 * @param soundSegmentMicros how long the segments of sound are
 * @param audio the audio renditions
 * @param text the text renditions: those of the source, then those of files
 * @param conceals whether damage of the source is concealed and listed; otherwise it fails the video
 */
public record MediaPlan(
        SourcePin source,
        long startMicros,
        Optional<VideoPlan> video,
        long soundSegmentMicros,
        List<AudioTrackPlan> audio,
        List<TextTrackPlan> text,
        boolean conceals) {

    public MediaPlan {
        audio = List.copyOf(audio);
        text = List.copyOf(text);
    }

    /**
     * The video of a plan that has some.
     *
     * @throws IllegalStateException if it has none
     */
    public VideoPlan requireVideo() {
        return video.orElseThrow(() -> new IllegalStateException("the plan encodes no video"));
    }

    /** The same with other plans for its sound. */
    public MediaPlan with(List<AudioTrackPlan> tracks) {
        return new MediaPlan(source, startMicros, video, soundSegmentMicros, tracks, text, conceals);
    }

    public boolean isSoundOnly() {
        return video.isEmpty();
    }

    /** Expected duration of the output, milliseconds, rounded down. */
    public long durationMillis() {
        return video.map(plan -> plan.grid().durationMillis())
                .orElseGet(() -> audio.stream()
                                .mapToLong(AudioTrackPlan::durationMicros)
                                .max()
                                .orElse(0)
                        / 1_000);
    }
}

package dev.dashline.encoder.worker;

import java.util.List;

/**
 * What a worker process can do, as its heartbeats tell it.
 *
 * @param profiles fingerprint of the profiles that it knows; empty if it takes any name
 * @param videoEncoders the encoders of video that it can run, by FFmpeg's names
 */
public record WorkerAbilities(String profiles, List<String> videoEncoders) {

    /** Takes any profile, and runs no encoder. */
    public static final WorkerAbilities NONE = new WorkerAbilities("", List.of());

    public WorkerAbilities {
        videoEncoders = List.copyOf(videoEncoders);
    }
}

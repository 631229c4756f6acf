package dev.dashline.schemas;

import dev.dashline.events.VideoRequested;
import java.time.Instant;

/** Requests for tests. */
public final class Requests {

    static {
        TrustedEvents.vouch();
    }

    private Requests() {}

    /** A valid request, to be changed in what a test is about. */
    public static VideoRequested.Builder aRequest() {
        return VideoRequested.newBuilder()
                .setVideoId("video-1")
                .setSource("gs://input/clips/a.mp4")
                .setRequestedAt(Instant.parse("2026-01-02T03:04:05.678Z"));
    }
}

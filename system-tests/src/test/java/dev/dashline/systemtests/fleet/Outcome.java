package dev.dashline.systemtests.fleet;

import dev.dashline.events.DeadlineClock;
import java.util.OptionalLong;

/** What has become of a video: moments in milliseconds. Not thread-safe. */
final class Outcome {

    private static final long NEVER = -1;

    private final SimulatedVideo video;
    private long plannedAt = NEVER;
    private long startedAt = NEVER;
    private long encodedAt = NEVER;
    private long publishedAt = NEVER;

    Outcome(SimulatedVideo video) {
        this.video = video;
    }

    SimulatedVideo video() {
        return video;
    }

    void planned(long now) {
        plannedAt = now;
    }

    void started(long now) {
        startedAt = startedAt == NEVER ? now : startedAt;
    }

    void encoded(long now) {
        encodedAt = now;
    }

    void published(long now) {
        publishedAt = now;
    }

    boolean isPublished() {
        return publishedAt != NEVER;
    }

    boolean hasStarted() {
        return startedAt != NEVER;
    }

    /** When its chunks were ready. */
    long plannedAt() {
        return plannedAt;
    }

    /** When its first chunk began. */
    long startedAt() {
        return startedAt;
    }

    /** From the moment when its chunks were ready until all were done. */
    long encoding() {
        return encodedAt - plannedAt;
    }

    /** From its request until it was published. */
    long whole() {
        return publishedAt - video.arrival();
    }

    /** Whether it had a deadline and was not published before. */
    boolean missed() {
        return video.timeout().isPresent() && !isPublished();
    }

    /** When it has to be published, as far as that is known. */
    OptionalLong deadline() {
        boolean known = video.timeout().isPresent() && (video.clock() == DeadlineClock.REQUESTED || hasStarted());
        long from = video.clock() == DeadlineClock.REQUESTED ? video.arrival() : startedAt;
        return known ? OptionalLong.of(from + video.timeout().orElseThrow()) : OptionalLong.empty();
    }
}

package dev.dashline.runtime.progress;

import dev.dashline.events.VideoProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up the progress of all tasks of one attempt. A task that moves to another worker starts over, so the sum may
 * decrease. Not thread-safe.
 */
public final class EncodingProgress {

    private record TaskProgress(int epoch, Duration done) {}

    private final Map<String, TaskProgress> tasks = new HashMap<>();
    /** Of all tasks; a video may have ten thousand, and an event comes from each. */
    private Duration sum = Duration.ZERO;

    private Duration total = Duration.ZERO;
    private Optional<Instant> firstAt = Optional.empty();
    private Duration firstDone = Duration.ZERO;

    /** Applies a progress event of a task; ignores one from an earlier try. */
    public void apply(VideoProgress event) {
        TaskProgress known = tasks.get(event.getTaskId());
        if (known != null && known.epoch() > event.getEpoch()) {
            return;
        }
        Duration before = known == null ? Duration.ZERO : known.done();
        Duration done = Duration.ofMillis(event.getDoneMillis());
        tasks.put(event.getTaskId(), new TaskProgress(event.getEpoch(), done));
        sum = sum.minus(before).plus(done);
        if (event.getTotalMillis() > 0) {
            total = Duration.ofMillis(event.getTotalMillis());
            if (firstAt.isEmpty()) {
                firstAt = Optional.of(event.getAt());
                firstDone = done();
            }
        }
    }

    /** Whether the duration of the video is known. Until then, {@link #fraction} is 0 and {@link #speed} is empty. */
    public boolean isKnown() {
        return !total.isZero();
    }

    /** How much of the video has been encoded, in media time; at most the whole duration. */
    public Duration done() {
        return isKnown() && sum.compareTo(total) > 0 ? total : sum;
    }

    /** Duration of the whole video, in media time; zero until it is known. */
    public Duration total() {
        return total;
    }

    /** The fraction of the video that has been encoded, from 0 to 1. */
    public double fraction() {
        return isKnown() ? (double) done().toMillis() / total.toMillis() : 0;
    }

    /**
     * Seconds of media encoded per second, measured since the duration became known; empty during the first half
     * second.
     */
    public Optional<Double> speed(Instant now) {
        return firstAt.map(first -> Duration.between(first, now))
                .filter(elapsed -> elapsed.toMillis() >= 500)
                .map(elapsed -> (double) done().minus(firstDone).toMillis() / elapsed.toMillis())
                .filter(speed -> speed > 0);
    }

    /** The estimated time until all is encoded, at the current speed. */
    public Optional<Duration> timeLeft(Instant now) {
        return speed(now)
                .map(speed -> Duration.ofMillis(Math.round(total.minus(done()).toMillis() / speed)));
    }
}

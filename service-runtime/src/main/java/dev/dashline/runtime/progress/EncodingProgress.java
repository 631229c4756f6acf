package dev.dashline.runtime.progress;

import dev.dashline.events.VideoProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up how far the tasks of one attempt are. A task that was given to another worker starts again from what the new
 * one says, so that the sum may go back. Not thread-safe.
 */
public final class EncodingProgress {

    private record TaskProgress(int epoch, Duration done) {}

    private final Map<String, TaskProgress> tasks = new HashMap<>();
    private Duration total = Duration.ZERO;
    private Optional<Instant> firstAt = Optional.empty();
    private Duration firstDone = Duration.ZERO;

    /** Takes what a task says of itself. */
    public void apply(VideoProgress event) {
        TaskProgress known = tasks.get(event.getTaskId());
        if (known != null && known.epoch() > event.getEpoch()) {
            return;
        }
        tasks.put(event.getTaskId(), new TaskProgress(event.getEpoch(), Duration.ofMillis(event.getDoneMillis())));
        if (event.getTotalMillis() > 0) {
            total = Duration.ofMillis(event.getTotalMillis());
            if (firstAt.isEmpty()) {
                firstAt = Optional.of(event.getAt());
                firstDone = done();
            }
        }
    }

    /** Whether the duration of the video is known, so that the rest means something. */
    public boolean isKnown() {
        return !total.isZero();
    }

    /** How much of the video has been encoded, in media time; never more than all of it. */
    public Duration done() {
        Duration sum = tasks.values().stream().map(TaskProgress::done).reduce(Duration.ZERO, Duration::plus);
        return isKnown() && sum.compareTo(total) > 0 ? total : sum;
    }

    /** Duration of the whole video, in media time; zero while it is not known. */
    public Duration total() {
        return total;
    }

    /** From 0 to 1. */
    public double fraction() {
        return isKnown() ? (double) done().toMillis() / total.toMillis() : 0;
    }

    /**
     * Seconds of media encoded in each second since the first was heard of; empty before there is something to tell
     * from.
     */
    public Optional<Double> speed(Instant now) {
        return firstAt.map(first -> Duration.between(first, now))
                .filter(elapsed -> elapsed.toMillis() >= 500)
                .map(elapsed -> (double) done().minus(firstDone).toMillis() / elapsed.toMillis())
                .filter(speed -> speed > 0);
    }

    /** How long the rest will take if it goes on like this. */
    public Optional<Duration> timeLeft(Instant now) {
        return speed(now)
                .map(speed -> Duration.ofMillis(Math.round(total.minus(done()).toMillis() / speed)));
    }
}

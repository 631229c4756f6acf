package dev.dashline.ingest.telemetry;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How much may wait for encoders before further videos are refused. Safe for use by any thread. */
public final class BacklogLimit {

    /** Whatever waits. */
    public static final BacklogLimit NONE = new BacklogLimit(Optional.empty(), Optional::empty);

    private final Optional<Duration> most;
    private final Supplier<Optional<EncoderBacklog>> backlog;

    /**
     * @param most how long all slots may take for all that waits; empty for any time
     * @param backlog what the scheduler reported last
     */
    public BacklogLimit(Optional<Duration> most, Supplier<Optional<EncoderBacklog>> backlog) {
        this.most = most;
        this.backlog = backlog;
    }

    /**
     * How long it takes, as predicted, until another video may come; empty if it may now. Before a scheduler has
     * reported it may.
     */
    public Optional<Duration> excess() {
        return most.flatMap(limit -> backlog.get()
                .map(reported -> untilDone(reported).minus(limit))
                .filter(excess -> !excess.isNegative() && !excess.isZero()));
    }

    /** Without a slot it counts as one: a fleet that grows with its queue needs something in the queue. */
    private static Duration untilDone(EncoderBacklog backlog) {
        return backlog.getLanes().stream()
                .filter(lane -> lane.getTopic().equals(Lane.ENCODE.topic().name()))
                .findFirst()
                .map(lane -> Duration.ofMillis(lane.getWorkMillis()).dividedBy(Math.max(1, lane.getSlots())))
                .orElse(Duration.ZERO);
    }
}

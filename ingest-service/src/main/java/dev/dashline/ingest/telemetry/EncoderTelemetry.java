package dev.dashline.ingest.telemetry;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.WorkerHeartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest that encoders and their scheduler have told. Goes by this machine's clock, since theirs may differ. Safe
 * for use by any thread.
 */
public final class EncoderTelemetry {

    /** How long a worker is remembered that fell silent: a person should see that it is lost. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** The same for one that took no tasks and had none: it has ended. */
    static final Duration REMEMBERED_IDLE = Duration.ofSeconds(5);

    private final Clock clock;
    private final Map<String, Heard> workers = new ConcurrentHashMap<>();
    private volatile @Nullable Instant listeningSince;
    private volatile @Nullable Instant heardLast;
    private volatile @Nullable EncoderBacklog backlog;

    /**
     * What a worker told last.
     *
     * @param at when it was heard
     */
    public record Heard(WorkerHeartbeat heartbeat, Instant at) {}

    public EncoderTelemetry(Clock clock) {
        this.clock = clock;
    }

    /** Takes what a worker tells. One thread calls it. */
    public void heard(WorkerHeartbeat heartbeat) {
        Instant now = clock.instant();
        if (listeningSince == null) {
            listeningSince = now;
        }
        heardLast = now;
        workers.put(heartbeat.getWorker(), new Heard(heartbeat, now));
        workers.values().removeIf(this::isForgotten);
    }

    /** Takes what the scheduler reports. */
    public void reported(EncoderBacklog newest) {
        backlog = newest;
    }

    /** The workers that are alive, and those that were lost within the last minute, by name. */
    public List<Heard> workers() {
        return workers.values().stream()
                .filter(heard -> !isForgotten(heard))
                .sorted(Comparator.comparing(heard -> heard.heartbeat().getWorker()))
                .toList();
    }

    /** Whether every worker that is alive has been heard: all tell of themselves more often than this. */
    boolean isComplete() {
        @Nullable Instant since = listeningSince;
        @Nullable Instant last = heardLast;
        Instant before = clock.instant().minus(REMEMBERED_IDLE);
        return since != null && last != null && !since.isAfter(before) && last.isAfter(before);
    }

    /** What the scheduler reported last; empty if it has not reported yet. */
    public Optional<EncoderBacklog> backlog() {
        return Optional.ofNullable(backlog);
    }

    private boolean isForgotten(Heard heard) {
        WorkerHeartbeat last = heard.heartbeat();
        Duration remembered = last.getDraining() && last.getRunning().isEmpty() ? REMEMBERED_IDLE : REMEMBERED;
        return heard.at().plus(remembered).isBefore(clock.instant());
    }
}

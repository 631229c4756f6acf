package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.VideoQueue.Place;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Which video of a lane may have its next task released. Not thread-safe. */
final class ReleaseOrder {

    /** Every such release goes to a video that waits behind the others for too long, so that it does not starve. */
    private static final int OVERDUE_EVERY = 8;
    /** How long most slots may stand idle before a video is not held back any more. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private final Lane lane;
    private final LaneQueue queue;
    private Instant idleSince = Instant.MAX;
    private int releases;

    ReleaseOrder(Lane lane, LaneQueue queue) {
        this.lane = lane;
        this.queue = queue;
    }

    /**
     * The video whose task is to be released next; empty if none waits, or all that wait are held back.
     *
     * @param mostlyIdle whether at least half of the slots are free
     */
    Optional<VideoQueue> next(boolean mostlyIdle, Instant now) {
        Optional<VideoQueue> next = queue.first(Place.BEHIND)
                .filter(video -> releases % OVERDUE_EVERY == OVERDUE_EVERY - 1 && video.isOverdue(now))
                .or(this::mostUrgent)
                .or(() -> queue.first(Place.BEHIND));
        if (next.isPresent()) {
            idleSince = Instant.MAX;
            releases++;
            return next;
        }
        return queue.first(Place.HELD).filter(video -> isIdleForLong(mostlyIdle, now));
    }

    private Optional<VideoQueue> mostUrgent() {
        Optional<VideoQueue> first = firstOf(Place.WITH_DEADLINE, Place.IN_ORDER);
        boolean othersHaveDeadlines = queue.first(Place.WITH_DEADLINE).isPresent();
        // What may still be in time goes before what has no deadline, but must not harm the others that have one.
        return othersHaveDeadlines ? first : queue.first(Place.AT_RISK).or(() -> first);
    }

    private Optional<VideoQueue> firstOf(Place... places) {
        // Only encoding is held back: analyzing must not wait, since it tells how much there is to encode.
        Stream<VideoQueue> held = lane == Lane.SHORT ? queue.first(Place.HELD).stream() : Stream.empty();
        return Stream.concat(Stream.of(places).flatMap(place -> queue.first(place).stream()), held)
                .min(VideoQueue.BY_URGENCY);
    }

    /** Work that is predicted but does not come, or one task that takes very long, must not hold up a whole fleet. */
    private boolean isIdleForLong(boolean mostlyIdle, Instant now) {
        if (!mostlyIdle) {
            idleSince = Instant.MAX;
        } else if (idleSince.equals(Instant.MAX)) {
            idleSince = now;
        }
        return mostlyIdle && !now.isBefore(idleSince.plus(LONGEST_IDLE));
    }
}

package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.VideoQueue.Place;

/** By what rule a video has its turn, for people. */
public enum VideoTurn {
    /** What is due first goes first. */
    BY_URGENCY,
    /** All others with a deadline go first, since not all can be in time. */
    AT_RISK,
    /** All others go first. */
    BEHIND,
    /** Its encoding must not begin yet, because it could not end in time. */
    HELD;

    static VideoTurn of(Place place) {
        return switch (place) {
            case WITH_DEADLINE, IN_ORDER -> BY_URGENCY;
            case AT_RISK -> AT_RISK;
            case BEHIND -> BEHIND;
            case HELD -> HELD;
        };
    }
}

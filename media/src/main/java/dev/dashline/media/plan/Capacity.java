package dev.dashline.media.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * What the encoding of one video may count on.
 *
 * @param slots how many chunks of it can be encoded at a time, 1 or more
 * @param timeLeft until it has to be public, below 0 if that is over; empty without a deadline
 */
public record Capacity(int slots, Optional<Duration> timeLeft) {}

package dev.dashline.media.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * What is there to encode one video with.
 *
 * @param slots how many of its chunks can be encoded at the same time, 1 or more
 * @param timeLeft until its deadline, negative if that has passed; empty without a deadline
 */
public record Capacity(int slots, Optional<Duration> timeLeft) {}

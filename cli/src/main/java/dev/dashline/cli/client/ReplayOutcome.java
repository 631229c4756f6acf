package dev.dashline.cli.client;

import java.util.OptionalInt;

/**
 * What became of the wish to try a video again.
 *
 * @param attempt the new attempt; empty if there is none
 * @param leftAlone whether that is because the video, or that attempt of it, is not what failed last any more
 * @param outcome for a person
 */
public record ReplayOutcome(OptionalInt attempt, boolean leftAlone, String outcome) {}

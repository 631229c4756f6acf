package dev.dashline.cli.client;

import java.util.OptionalInt;

/**
 * The result of a request to replay a video.
 *
 * @param attempt the new attempt; empty if there is none
 * @param leftAlone whether the service refused because that attempt is no longer the last failure of the video
 * @param outcome for a person
 */
public record ReplayOutcome(OptionalInt attempt, boolean leftAlone, String outcome) {}

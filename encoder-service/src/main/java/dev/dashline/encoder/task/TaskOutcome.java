package dev.dashline.encoder.task;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import java.util.OptionalInt;

/** How a task ended. An expected failure is an outcome, not an exception. */
public sealed interface TaskOutcome {

    /** ANALYZE is done. */
    record Analyzed(EncodingPlan plan) implements TaskOutcome {}

    /** A transcode task is done, and what it wrote is verified. */
    record Transcoded(PartRef part) implements TaskOutcome {}

    /** PACKAGE is done. */
    record Packaged(EncodedVideo encoded) implements TaskOutcome {}

    /**
     * The task failed.
     *
     * @param failure why, and whether another try may help
     * @param exitCode exit status of the process, if one ended by itself
     */
    record Failed(Failure failure, OptionalInt exitCode) implements TaskOutcome {}
}

package dev.dashline.encoder.task;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a task ended. An expected failure is an outcome, not an exception. */
public sealed interface TaskOutcome {

    /** Calls the method of {@code visitor} that is for this kind of outcome. */
    <T> T accept(Visitor<T> visitor);

    /** The outcome as a failure; empty if the task is done. */
    default Optional<Failed> asFailed() {
        return Optional.empty();
    }

    /** One method for each kind of outcome. */
    interface Visitor<T> {

        T analyzed(Analyzed analyzed);

        T transcoded(Transcoded transcoded);

        T packaged(Packaged packaged);

        T failed(Failed failed);
    }

    /**
     * ANALYZE is done.
     *
     * @param report what was understood of the source; null if nothing was, as in a simulation
     */
    record Analyzed(EncodingPlan plan, @Nullable SourceReport report) implements TaskOutcome {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.analyzed(this);
        }
    }

    /** A transcode task is done, and what it wrote is verified. */
    record Transcoded(PartRef part) implements TaskOutcome {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.transcoded(this);
        }
    }

    /**
     * PACKAGE is done.
     *
     * @param notes what the parts add to the report on the source
     */
    record Packaged(EncodedVideo encoded, List<SourceNote> notes) implements TaskOutcome {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.packaged(this);
        }
    }

    /**
     * The task failed.
     *
     * @param failure why, and whether another try may help
     * @param exitCode exit status of the process, if one ended by itself
     */
    record Failed(Failure failure, OptionalInt exitCode) implements TaskOutcome {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.failed(this);
        }

        @Override
        public Optional<Failed> asFailed() {
            return Optional.of(this);
        }
    }
}

package dev.dashline.cli.client;

/** What became of the wish to end a video. */
public sealed interface CancelOutcome {

    /** This attempt is going to end, unless it ends by itself before. */
    record Requested(int attempt) implements CancelOutcome {}

    /**
     * It has ended by itself.
     *
     * @param how for a person
     */
    record Ended(String how) implements CancelOutcome {}

    /** It goes on, if there is such a video at all. */
    record Refused(String reason) implements CancelOutcome {}
}

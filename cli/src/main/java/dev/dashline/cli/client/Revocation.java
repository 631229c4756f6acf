package dev.dashline.cli.client;

/** What became of the wish to cancel or to unpublish a video. */
public sealed interface Revocation {

    /** It is going to happen to this attempt, or has happened already. */
    record Requested(int attempt) implements Revocation {}

    /**
     * The video is in a state in which it cannot happen.
     *
     * @param how for a person
     */
    record LeftAlone(String how) implements Revocation {}

    /** It does not happen, if there is such a video at all. */
    record Refused(String reason) implements Revocation {}
}

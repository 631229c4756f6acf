package dev.dashline.ingest.video;

import java.time.Instant;

/** What became of a well-formed request. */
public sealed interface Acceptance {

    /** It is written, now or by an earlier request with the same key. */
    record Accepted(String videoId, int attempt) implements Acceptance {}

    /** The key was used before, for something else. */
    record OtherRequest(String videoId) implements Acceptance {}

    /** There is no such video. */
    record NoSuchVideo() implements Acceptance {}

    /** Only a failed attempt can be replayed. */
    record NotFailed(int attempt, String state) implements Acceptance {}

    /** Another attempt was meant than the video's last. */
    record OtherAttempt(int meant, int attempt) implements Acceptance {}

    /** The video's last attempt is the last that can be numbered. */
    record NoAttemptLeft(int attempt) implements Acceptance {}

    /** Only an attempt that has not ended can be cancelled. */
    record Ended(int attempt, String state) implements Acceptance {}

    /** The time that it had to be public before is over already. */
    record TooLate(Instant deadline) implements Acceptance {}
}

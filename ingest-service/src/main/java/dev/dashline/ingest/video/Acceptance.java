package dev.dashline.ingest.video;

import java.time.Instant;

/** The outcome of a well-formed request. */
public sealed interface Acceptance {

    /** Calls the method of the visitor for the kind that this is. */
    <T> T visit(Visitor<T> visitor);

    /** Handles outcomes; one method for each kind, so that none can be overlooked. */
    interface Visitor<T> {

        T accepted(Accepted accepted);

        T otherRequest(OtherRequest other);

        T noSuchVideo();

        T notFailed(NotFailed open);

        T otherAttempt(OtherAttempt other);

        T noAttemptLeft(NoAttemptLeft last);

        T ended(Ended ended);

        T tooLate(TooLate late);

        T notPublic(NotPublic hidden);
    }

    /** The request is written, now or by an earlier request with the same key. */
    record Accepted(String videoId, int attempt) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.accepted(this);
        }
    }

    /** The key was used before, for a different request. */
    record OtherRequest(String videoId) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.otherRequest(this);
        }
    }

    /** There is no such video. */
    record NoSuchVideo() implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.noSuchVideo();
        }
    }

    /** The attempt has neither failed nor been unpublished, so it cannot be replayed. */
    record NotFailed(int attempt, String state) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.notFailed(this);
        }
    }

    /**
     * The request names another attempt than the video's current one.
     *
     * @param meant the attempt that the request names
     * @param attempt the current one
     */
    record OtherAttempt(int meant, int attempt) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.otherAttempt(this);
        }
    }

    /** The number of the current attempt is the highest that there is. */
    record NoAttemptLeft(int attempt) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.noAttemptLeft(this);
        }
    }

    /** The attempt has ended, so it cannot be cancelled. */
    record Ended(int attempt, String state) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.ended(this);
        }
    }

    /**
     * A requested moment has passed already.
     *
     * @param field of the request
     */
    record TooLate(String field, Instant moment) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.tooLate(this);
        }
    }

    /** Nothing of the video is public, so it cannot be unpublished. */
    record NotPublic(int attempt, String state) implements Acceptance {
        @Override
        public <T> T visit(Visitor<T> visitor) {
            return visitor.notPublic(this);
        }
    }
}

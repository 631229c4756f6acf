package dev.dashline.encoder;

import dev.dashline.schemas.storage.Timeline;

/** Is told of attempts whose encoding has ended. */
@FunctionalInterface
interface EndedAttemptListener {

    /**
     * An attempt has ended. Told before that is committed: it may be told again, and otherwise.
     *
     * @param timeline what ran where
     */
    void ended(String videoId, int attempt, Timeline timeline);
}

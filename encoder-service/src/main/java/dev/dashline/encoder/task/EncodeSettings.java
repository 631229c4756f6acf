package dev.dashline.encoder.task;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.SourceLimits;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.StorageLayout;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How and where tasks are done.
 *
 * @param layout where objects are written
 * @param directory where tasks keep their temporary files; created if need be
 * @param threads of each encoder within a task; 0 lets FFmpeg choose
 * @param limits which sources are taken
 * @param stores how much of object stores is used at a time
 * @param soundChunk how much of a long track of sound one task encodes, about
 */
public record EncodeSettings(
        StorageLayout layout, Path directory, int threads, SourceLimits limits, StoreUse stores, Duration soundChunk) {

    /** Ten seconds of work: long enough for the run-up to cost nothing, and for short videos to have one task. */
    private static final Duration SOUND_CHUNK = Duration.ofMinutes(8);

    /**
     * How much of a store is used at a time.
     *
     * @param cacheBytes how much of sources that are no files is kept in the temporary folder at most
     * @param uploads how many objects are written at a time
     */
    public record StoreUse(long cacheBytes, int uploads) {

        public static final StoreUse DEFAULT = new StoreUse(256L << 20, 8);
    }

    /** With the limits that a deployment has unless it says otherwise. */
    public EncodeSettings(StorageLayout layout, Path directory, int threads) {
        this(layout, directory, threads, SourceLimits.DEFAULT, StoreUse.DEFAULT);
    }

    /** With chunks of sound as long as usual. */
    public EncodeSettings(StorageLayout layout, Path directory, int threads, SourceLimits limits, StoreUse stores) {
        this(layout, directory, threads, limits, stores, SOUND_CHUNK);
    }

    /** Where the objects of a task's attempt are. */
    public AttemptLayout attempt(EncoderTask task) {
        return layout.attempt(task.getVideoId(), task.getAttempt());
    }
}

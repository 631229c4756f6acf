package dev.dashline.encoder.task;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.probe.SourceLimits;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.StorageLayout;
import java.nio.file.Path;

/**
 * How and where tasks are done.
 *
 * @param layout where objects are written
 * @param directory where tasks keep their temporary files; created if need be
 * @param threads of each encoder within a task; 0 lets FFmpeg choose
 * @param limits which sources are taken
 * @param stores how much of object stores is used at a time
 */
public record EncodeSettings(StorageLayout layout, Path directory, int threads, SourceLimits limits, StoreUse stores) {

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

    /** Where the objects of a task's attempt are. */
    public AttemptLayout attempt(EncoderTask task) {
        return layout.attempt(task.getVideoId(), task.getAttempt());
    }
}

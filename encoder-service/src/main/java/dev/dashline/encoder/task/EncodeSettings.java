package dev.dashline.encoder.task;

import dev.dashline.media.probe.SourceLimits;
import java.net.URI;
import java.nio.file.Path;

/**
 * How and where tasks are done.
 *
 * @param output the public root that segments are written under; ends in a slash
 * @param staging the private root for what is not published yet; ends in a slash
 * @param directory where tasks keep their temporary files; created if need be
 * @param threads of each encoder within a task; 0 lets FFmpeg choose
 * @param limits which sources are taken
 * @param stores how much of object stores is used at a time
 */
public record EncodeSettings(
        URI output, URI staging, Path directory, int threads, SourceLimits limits, StoreUse stores) {

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
    public EncodeSettings(URI output, URI staging, Path directory, int threads) {
        this(output, staging, directory, threads, SourceLimits.DEFAULT, StoreUse.DEFAULT);
    }
}

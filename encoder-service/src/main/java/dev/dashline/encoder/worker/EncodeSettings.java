package dev.dashline.encoder.worker;

import dev.dashline.encoder.ffmpeg.SourceLimits;
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
 * @param sourceCacheBytes how much of sources that are no files is kept in {@code directory} at most
 */
public record EncodeSettings(
        URI output, URI staging, Path directory, int threads, SourceLimits limits, long sourceCacheBytes) {

    private static final long USUAL_CACHE = 256L << 20;

    /** With the limits that a deployment has unless it says otherwise. */
    public EncodeSettings(URI output, URI staging, Path directory, int threads) {
        this(output, staging, directory, threads, SourceLimits.DEFAULT, USUAL_CACHE);
    }
}

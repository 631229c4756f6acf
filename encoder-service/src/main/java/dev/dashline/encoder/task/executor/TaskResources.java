package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.source.SourceAccess;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.upload.UploadPool;
import dev.dashline.media.command.EncodeLimits;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.probe.KeyframeSearch;
import dev.dashline.media.probe.SoundSearch;
import dev.dashline.store.ObjectStore;

/** What the executors share. */
record TaskResources(
        Ffmpeg ffmpeg,
        KeyframeSearch keyframes,
        SoundSearch sounds,
        ObjectStore store,
        SourceAccess sources,
        UploadPool pool,
        EncodeSettings settings) {

    EncodeLimits limits() {
        return new EncodeLimits(settings.threads(), settings.limits().pixels());
    }
}

package dev.dashline.encoder.worker;

import dev.dashline.encoder.ffmpeg.EncodeLimits;
import dev.dashline.encoder.ffmpeg.Ffmpeg;
import dev.dashline.encoder.ffmpeg.KeyframeSearch;
import dev.dashline.runtime.store.ObjectStore;

/** What the executors share. */
record Toolbox(
        Ffmpeg ffmpeg,
        KeyframeSearch keyframes,
        ObjectStore store,
        SourceAccess sources,
        UploadPool pool,
        EncodeSettings settings) {

    EncodeLimits limits() {
        return new EncodeLimits(settings.threads(), settings.limits().pixels());
    }
}

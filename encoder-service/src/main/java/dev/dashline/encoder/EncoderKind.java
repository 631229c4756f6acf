package dev.dashline.encoder;

import java.util.Locale;

/** How tasks are done. */
public enum EncoderKind {
    /** With FFmpeg. */
    FFMPEG,
    /** By waiting for as long as encoding would take, without FFmpeg and without sources. */
    SIMULATED;

    static EncoderKind parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}

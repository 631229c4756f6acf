package dev.dashline.encoder.source;

import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;

/** A source for as long as a task reads it. Safe for use by many threads. */
public interface OpenSource extends AutoCloseable {

    /** How FFmpeg's programs reach it. */
    MediaInput input();

    /** How it fares. */
    InputHealth health();

    /** Why it is {@link InputHealth#BROKEN}. */
    Optional<StoreException> failure();

    /** Whoever still reads gets no more. Idempotent. */
    @Override
    void close();

    /** A file is read where it is. */
    static OpenSource file(Path file) {
        return new OpenSource() {
            @Override
            public MediaInput input() {
                return MediaInput.file(file);
            }

            @Override
            public InputHealth health() {
                return InputHealth.FLOWING;
            }

            @Override
            public Optional<StoreException> failure() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}

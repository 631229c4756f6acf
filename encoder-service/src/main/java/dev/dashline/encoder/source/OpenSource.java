package dev.dashline.encoder.source;

import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;

/** A source for as long as a task reads it. Safe for use by many threads. */
public interface OpenSource extends InputFlow, AutoCloseable {

    /** Where FFmpeg's programs read it. */
    MediaInput input();

    /** Why the source is {@link InputHealth#BROKEN}; empty if it is not. */
    Optional<StoreException> failure();

    /** Ends all reads. Idempotent. */
    @Override
    void close();

    /**
     * A file, which is read in place.
     *
     * @param size bytes
     */
    static OpenSource file(Path file, long size) {
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
            public long size() {
                return size;
            }

            @Override
            public Optional<StoreException> failure() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }
}

package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;

/** Takes what a program writes. */
@FunctionalInterface
public interface OutputReader {

    /**
     * Reads as much as it wants. The rest is read and dropped, so that the program never waits for a reader.
     *
     * @throws IOException if the stream ends early, as when the program is killed
     */
    void read(InputStream output) throws IOException;
}

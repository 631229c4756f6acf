package dev.dashline.media.command;

import java.util.List;
import java.util.OptionalLong;

/**
 * A chunk, and where in the source it is read from.
 *
 * @param chunk its number
 * @param seek time in the source to seek to, microseconds; empty for its beginning
 * @param keyframe when the picture is shown that decoding begins with, microseconds of the output; empty if it begins
 *     with the first one that is read
 * @param aspects how the shape of its pictures changes, the first from its start on; empty if it is as planned
 */
public record ChunkStart(int chunk, OptionalLong seek, OptionalLong keyframe, List<Aspect> aspects) {

    /**
     * A shape of pictures.
     *
     * @param fromMicros when the first such picture is shown, microseconds of the output
     * @param ratio width of the picture as shown, for a height of 1
     */
    public record Aspect(long fromMicros, double ratio) {}

    public ChunkStart {
        aspects = List.copyOf(aspects);
    }

    /** With pictures as planned, or with sound. */
    public ChunkStart(int chunk, OptionalLong seek) {
        this(chunk, seek, OptionalLong.empty(), List.of());
    }
}

package dev.dashline.media.seek;

import java.util.List;
import java.util.Optional;

/**
 * Where the chunks of a video are read from.
 *
 * @param chunks the keyframe that each chunk begins with, or empty for the beginning of the source; without any chunk,
 *     each has to find it out
 */
public record SeekPoints(List<Optional<SeekPoint>> chunks) {

    /** Each chunk has to find out where it is read from. */
    public static final SeekPoints UNKNOWN = new SeekPoints(List.of());

    public SeekPoints {
        chunks = List.copyOf(chunks);
    }

    /** Whether chunks need not look. */
    public boolean areKnown() {
        return !chunks.isEmpty();
    }
}

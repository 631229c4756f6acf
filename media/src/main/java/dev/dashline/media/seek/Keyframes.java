package dev.dashline.media.seek;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keyframes of a source's video. They tell where each chunk has to be read from, so that no chunk has to look.
 * Immutable, pure.
 *
 * @param list in the order of the source, without those that follow another one very closely; empty where not all
 *     packets were looked at: then each chunk has to look
 */
public record Keyframes(List<SeekPoint> list) {

    /** Each chunk has to look. */
    public static final Keyframes UNKNOWN = new Keyframes(List.of());

    /** A keyframe is at least this much before the first frame: deinterlacing looks at the picture before. */
    public static final long SETTLED = 100_000;

    /**
     * By up to so much FFmpeg seeks before the time that it is told, for the sake of pictures that are decoded earlier
     * than shown. A seek to before the beginning fails in some containers, and then reads from anywhere.
     */
    public static final long SOUGHT_EARLIER = 200_000;

    /** Plans are kept small: a chunk of a longer video lasts so long that a look more is nothing. */
    private static final int MOST_CHUNKS = 200;

    public Keyframes {
        list = List.copyOf(list);
    }

    /**
     * Where each chunk is read from: the last keyframe before the first picture that it needs.
     *
     * @param beginning when the first picture is shown, microseconds
     * @param needed when the first picture that each chunk needs is shown, microseconds, in order
     */
    public SeekPoints seeks(long beginning, List<Long> needed) {
        if (list.isEmpty() || needed.size() > MOST_CHUNKS) {
            return SeekPoints.UNKNOWN;
        }
        List<Optional<SeekPoint>> chunks = new ArrayList<>();
        int next = 0;
        for (long first : needed) {
            while (next < list.size() && list.get(next).shown() <= first - SETTLED) {
                next++;
            }
            chunks.add(
                    next == 0
                            ? Optional.empty()
                            : Optional.of(list.get(next - 1))
                                    .filter(keyframe -> keyframe.decoded() > beginning + SOUGHT_EARLIER));
        }
        return new SeekPoints(chunks);
    }
}

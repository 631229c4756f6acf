package dev.dashline.media.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A text track in segments. Each is a WebVTT file, complete in itself; all of them, one after the other, are one
 * object, so that a film does not become thousands. An empty line ends each: for a client whose server knows no ranges
 * of bytes, the head of the next one is no line of the last text.
 */
public final class TextSegments {

    private final byte[] content;
    private final List<Segment> segments;

    /**
     * A segment.
     *
     * @param offset of its first byte
     * @param bytes how many
     * @param durationMillis how long it lasts
     */
    public record Segment(long offset, long bytes, long durationMillis) {}

    private TextSegments(byte[] content, List<Segment> segments) {
        this.content = content;
        this.segments = List.copyOf(segments);
    }

    /**
     * Cuts a track. A text that is shown across a cut is in both segments, at the same times: players know it as one.
     *
     * @param lengthMillis of each segment but the last, more than 0
     * @param durationMillis of the presentation, more than 0
     */
    public static TextSegments of(TextCues text, long lengthMillis, long durationMillis) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Segment> segments = new ArrayList<>();
        for (long start = 0; start < durationMillis; start += lengthMillis) {
            long end = Math.min(durationMillis, start + lengthMillis);
            byte[] segment = text.between(start, end).toWebVtt();
            segments.add(new Segment(all.size(), segment.length + 1L, end - start));
            all.writeBytes(segment);
            all.write('\n');
        }
        return new TextSegments(all.toByteArray(), segments);
    }

    /** All segments, one after the other. */
    public byte[] content() {
        return content.clone();
    }

    public List<Segment> segments() {
        return segments;
    }
}

package dev.dashline.media.text;

import dev.dashline.media.MalformedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Reads the captions that are in pictures, from what FFmpeg copies out of these: a list of packets with their times
 * (FFmpeg's format {@code framecrc}), and the packets themselves, one after the other. Takes memory for some pictures
 * only. Use once.
 */
public final class CaptionReader {

    /** How many pictures may be before one in the file that is shown before them: 16 frames of two fields. */
    private static final int REORDERED = 32;

    private static final String TIME_BASE = "#tb 0: ";

    private final PriorityQueue<Picture> waiting = new PriorityQueue<>(Comparator.comparingLong(Picture::millis));
    private final CaptionDecoder decoder = new CaptionDecoder();
    private final long startMicros;
    private double unitMicros = 1;

    private record Picture(long millis, List<CaptionPair> pairs) {}

    /**
     * A reader.
     *
     * @param startMicros the time in the source that becomes time 0
     */
    public CaptionReader(long startMicros) {
        this.startMicros = startMicros;
    }

    /**
     * Reads all captions of the first channel, CC1.
     *
     * @param packets lists the packets in the order of the file
     * @param endMillis until when the last text may stand on the screen
     * @throws MalformedFileException if there is less data than the packets have
     */
    public TextCues read(BufferedReader packets, InputStream data, long endMillis)
            throws IOException, MalformedFileException {
        for (String line = packets.readLine(); line != null; line = packets.readLine()) {
            if (line.startsWith(TIME_BASE)) {
                String[] ratio = line.substring(TIME_BASE.length()).split("/", -1);
                unitMicros = Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]) * 1_000_000;
            } else if (!line.startsWith("#")) {
                add(line.split(",\\s*", 6), data);
            }
        }
        while (!waiting.isEmpty()) {
            show(waiting.remove());
        }
        return new TextCues(List.of(), decoder.finish(endMillis));
    }

    /** Stream, decode time, presentation time, duration, size, checksum. */
    private void add(String[] fields, InputStream data) throws IOException, MalformedFileException {
        long time = Long.parseLong(fields[2].strip());
        int size = Integer.parseInt(fields[4].strip());
        byte[] content = data.readNBytes(size);
        if (content.length < size) {
            throw new MalformedFileException("ends within the captions of a picture");
        }
        long millis = Math.round((time * unitMicros - startMicros) / 1_000);
        waiting.add(new Picture(Math.max(0, millis), CaptionMark.pairs(content)));
        if (waiting.size() > REORDERED) {
            show(waiting.remove());
        }
    }

    private void show(Picture picture) {
        picture.pairs().forEach(pair -> decoder.take(picture.millis(), pair));
    }
}

package dev.dashline.media.text;

import dev.dashline.media.MalformedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

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
    /** One for each channel of CEA-608. */
    private final List<CaptionDecoder> decoders = List.of(
            new CaptionDecoder(false), new CaptionDecoder(true), new CaptionDecoder(false), new CaptionDecoder(true));

    private final CaptionServices services = new CaptionServices();
    private final long startMicros;
    private double unitMicros = 1;

    private record Picture(long millis, List<CaptionBytes> captions) {}

    /**
     * A reader.
     *
     * @param startMicros the time in the source that becomes time 0
     */
    public CaptionReader(long startMicros) {
        this.startMicros = startMicros;
    }

    /**
     * Reads all captions.
     *
     * @param packets lists the packets in the order of the file
     * @param endMillis until when the last text may stand on the screen
     * @throws MalformedFileException if there is less data than the packets have
     */
    public CaptionTexts read(BufferedReader packets, InputStream data, long endMillis)
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
        TreeMap<CaptionChannel, TextCues> texts = new TreeMap<>();
        for (CaptionChannel channel : CaptionChannel.OF_CEA_608) {
            List<Cue> cues = decoders.get(channel.number() - 1).finish(endMillis);
            if (!cues.isEmpty()) {
                texts.put(channel, new TextCues(List.of(), cues));
            }
        }
        return new CaptionTexts(texts, services.found());
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
        waiting.add(new Picture(Math.max(0, millis), CaptionMark.bytes(content)));
        if (waiting.size() > REORDERED) {
            show(waiting.remove());
        }
    }

    private void show(Picture picture) {
        for (CaptionBytes bytes : picture.captions()) {
            if (bytes.isOfAField()) {
                decoders.get(2 * bytes.type()).take(picture.millis(), bytes.pair());
                decoders.get(2 * bytes.type() + 1).take(picture.millis(), bytes.pair());
            } else {
                services.take(bytes);
            }
        }
    }
}

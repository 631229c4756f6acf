package dev.dashline.media.cmaf;

import dev.dashline.media.MalformedFileException;
import dev.dashline.media.colour.Colours;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts in the init segment of a rendition (ISO/IEC 14496-12 and -15).
 *
 * @param timescale units of time in a second
 * @param codecs RFC 6381 parameter, such as {@code avc1.64001f}
 * @param width pixels; 0 for audio
 * @param height pixels; 0 for audio
 * @param sampleRate Hz; 0 for video
 * @param channels how many; 0 for video
 * @param editOffset what an edit list subtracts from every time, in units; 0 without an edit list
 * @param colours as the box {@code colr} tells them; null for audio, and where there is none
 */
public record InitSegment(
        long timescale,
        String codecs,
        int width,
        int height,
        int sampleRate,
        int channels,
        long editOffset,
        @Nullable Colours colours) {

    private static final int VISUAL_ENTRY = 78;
    private static final int AUDIO_ENTRY = 28;
    private static final int DECODER_SPECIFIC = 5;

    /** {@code nclx}: a {@code colr} with the codes of ITU-T H.273. */
    private static final int CODES = 0x6e636c78;

    /** Without colours. */
    public InitSegment(
            long timescale, String codecs, int width, int height, int sampleRate, int channels, long editOffset) {
        this(timescale, codecs, width, height, sampleRate, channels, editOffset, null);
    }

    /**
     * Reads an init segment with one track.
     *
     * @throws MalformedFileException if the file is damaged, or has a codec that Dashline does not write
     */
    public static InitSegment parse(byte[] file) throws MalformedFileException {
        try {
            Box moov = Box.first(Box.in(ByteBuffer.wrap(file)), "moov")
                    .orElseThrow(() -> new MalformedFileException("has no box moov"));
            Box trak = moov.at("trak");
            Box mdia = trak.at("mdia");
            Box mdhd = mdia.at("mdhd");
            long timescale = Integer.toUnsignedLong(mdhd.content().getInt(mdhd.version() == 1 ? 20 : 12));
            Box stsd = mdia.at("minf", "stbl", "stsd");
            Box entry = Box.in(stsd.from(8)).get(0);
            return sampleEntry(entry, timescale, editOffset(trak));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new MalformedFileException("ends within a box");
        }
    }

    /** Whether its samples consist of NAL units, each with a four-byte length in front. */
    boolean hasNalUnits() {
        return codecs.startsWith("avc1") || codecs.startsWith("hvc1");
    }

    private static InitSegment sampleEntry(Box entry, long timescale, long editOffset) throws MalformedFileException {
        ByteBuffer content = entry.content();
        return switch (entry.type()) {
            case "avc1" -> picture(timescale, VideoCodecs.avc(config(entry, "avcC")), entry, editOffset);
            case "hvc1" -> picture(timescale, VideoCodecs.hevc(config(entry, "hvcC")), entry, editOffset);
            case "av01" -> picture(timescale, VideoCodecs.av1(config(entry, "av1C")), entry, editOffset);
            case "mp4a" ->
                new InitSegment(
                        timescale,
                        aac(Box.first(Box.in(entry.from(AUDIO_ENTRY)), "esds")),
                        0,
                        0,
                        content.getInt(24) >>> 16,
                        Short.toUnsignedInt(content.getShort(16)),
                        editOffset);
            default -> throw new MalformedFileException("has a sample entry of type " + entry.type());
        };
    }

    private static InitSegment picture(long timescale, String codecs, Box entry, long editOffset)
            throws MalformedFileException {
        int width = Short.toUnsignedInt(entry.content().getShort(24));
        int height = Short.toUnsignedInt(entry.content().getShort(26));
        return new InitSegment(timescale, codecs, width, height, 0, 0, editOffset, colours(entry));
    }

    /** ISO/IEC 14496-12, 12.1.5. */
    private static @Nullable Colours colours(Box entry) throws MalformedFileException {
        for (Box box : Box.in(entry.from(VISUAL_ENTRY))) {
            ByteBuffer content = box.content();
            if (box.type().equals("colr") && content.getInt(0) == CODES) {
                return new Colours(content.getShort(4), content.getShort(6), content.getShort(8), content.get(10) < 0);
            }
        }
        return null;
    }

    private static ByteBuffer config(Box entry, String type) throws MalformedFileException {
        return Box.first(Box.in(entry.from(VISUAL_ENTRY)), type)
                .orElseThrow(() -> new MalformedFileException("has no box " + type))
                .content();
    }

    /** The audio object type is the first five bits of the AudioSpecificConfig: ISO/IEC 14496-3, 1.6.2.1. */
    private static String aac(Optional<Box> esds) throws MalformedFileException {
        ByteBuffer descriptors = esds.orElseThrow(() -> new MalformedFileException("has no box esds"))
                .from(4);
        while (descriptors.hasRemaining()) {
            int tag = descriptors.get();
            int length = descriptorLength(descriptors);
            switch (tag) {
                case 3 -> descriptors.position(descriptors.position() + 3);
                case 4 -> descriptors.position(descriptors.position() + 13);
                case DECODER_SPECIFIC -> {
                    int objectType = (descriptors.get() & 0xff) >>> 3;
                    return String.format(Locale.ROOT, "mp4a.40.%d", objectType);
                }
                default -> descriptors.position(descriptors.position() + length);
            }
        }
        throw new MalformedFileException("has no AudioSpecificConfig");
    }

    private static int descriptorLength(ByteBuffer descriptors) {
        int length = 0;
        int part;
        do {
            part = descriptors.get();
            length = length << 7 | (part & 0x7f);
        } while ((part & 0x80) != 0);
        return length;
    }

    private static long editOffset(Box trak) throws MalformedFileException {
        Optional<Box> edts = trak.child("edts");
        if (edts.isEmpty()) {
            return 0;
        }
        Box elst = edts.get().at("elst");
        boolean wide = elst.version() == 1;
        long offset = 0;
        ByteBuffer entries = elst.from(8);
        for (int left = elst.content().getInt(4); left > 0; left--) {
            if (wide) {
                entries.getLong();
            } else {
                entries.getInt();
            }
            long mediaTime = wide ? entries.getLong() : entries.getInt();
            entries.getInt();
            offset += mediaTime;
        }
        return offset;
    }
}

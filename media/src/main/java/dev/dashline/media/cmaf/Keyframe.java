package dev.dashline.media.cmaf;

import dev.dashline.media.MalformedFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the first picture out of a media segment: any decoder can decode it after the init segment. Reads no more of the
 * segment than it needs.
 */
public final class Keyframe {

    /** Bytes. Enough for most keyframes. */
    private static final int FIRST_READ = 64 * 1024;

    private static final int HEADER = 8;
    private static final int BASE_IS_MOOF = 0x020000;
    /** A {@code trun} with the data's offset, and with duration, size and flags of each sample. */
    private static final int RUN_FLAGS = 0x701;

    private static final int SYNC_SAMPLE = 0x02000000;
    private static final int RUN_BYTES = 32;
    private static final int TIME_BYTES = 20;
    private static final int TRACK_BYTES = 16;
    private static final int SEQUENCE_BYTES = 16;

    /** Reads a segment. */
    @FunctionalInterface
    public interface Beginning {

        /** The first bytes of the segment; all of it if it has fewer. */
        byte[] read(int bytes);
    }

    private Keyframe() {}

    /**
     * Makes a segment of that picture alone (ISO/IEC 14496-12, 8.8).
     *
     * @param time when the picture is shown, in the track's units
     * @param duration how long it is shown, in the track's units
     * @throws MalformedFileException if the segment does not start with a keyframe
     */
    public static byte[] cut(Beginning segment, long time, int duration) throws MalformedFileException {
        try {
            byte[] head = segment.read(FIRST_READ);
            int position = 0;
            while (true) {
                head = atLeast(segment, head, position + HEADER);
                int size = ByteBuffer.wrap(head).getInt(position);
                String type = new String(head, position + Integer.BYTES, 4, StandardCharsets.ISO_8859_1);
                if (size < HEADER) {
                    throw new MalformedFileException("has a box " + type + " of " + size + " bytes");
                }
                if (type.equals("moof")) {
                    head = atLeast(segment, head, position + size + HEADER);
                    return fragment(segment, head, position, time, duration);
                }
                position += size;
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new MalformedFileException("ends within a box");
        }
    }

    /** The samples of the {@code moof} are in the {@code mdat} right after it. */
    private static byte[] fragment(Beginning segment, byte[] head, int moof, long time, int duration)
            throws MalformedFileException {
        int end = moof + ByteBuffer.wrap(head).getInt(moof);
        Box traf =
                Box.in(ByteBuffer.wrap(head, moof, end - moof).slice()).get(0).at("traf");
        MediaSegment.Run run = new MediaSegment.Run();
        run.add(traf);
        int bytes = Math.toIntExact(run.keyframeBytes());
        byte[] all = atLeast(segment, head, end + HEADER + bytes);
        int track = traf.at("tfhd").content().getInt(4);
        int trafBytes = HEADER + TRACK_BYTES + TIME_BYTES + RUN_BYTES;
        int moofBytes = HEADER + SEQUENCE_BYTES + trafBytes;
        ByteBuffer out = ByteBuffer.allocate(moofBytes + HEADER + bytes);
        box(out, moofBytes, "moof");
        box(out, SEQUENCE_BYTES, "mfhd").putInt(0).putInt(1);
        box(out, trafBytes, "traf");
        box(out, TRACK_BYTES, "tfhd").putInt(BASE_IS_MOOF).putInt(track);
        box(out, TIME_BYTES, "tfdt").putInt(1 << 24).putLong(time);
        box(out, RUN_BYTES, "trun").putInt(RUN_FLAGS).putInt(1).putInt(moofBytes + HEADER);
        out.putInt(duration).putInt(bytes).putInt(SYNC_SAMPLE);
        box(out, HEADER + bytes, "mdat").put(all, end + HEADER, bytes);
        return out.array();
    }

    private static ByteBuffer box(ByteBuffer out, int size, String type) {
        return out.putInt(size).put(type.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] atLeast(Beginning segment, byte[] head, int bytes) throws MalformedFileException {
        byte[] more = head.length >= bytes ? head : segment.read(bytes);
        if (more.length < bytes) {
            throw new MalformedFileException("ends before its first picture does");
        }
        return more;
    }
}

package dev.dashline.media.cmaf;

import dev.dashline.media.MalformedFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The facts in the boxes of a media segment (ISO/IEC 14496-12, 8.8).
 *
 * @param time decode time of its first sample, in the track's units
 * @param duration of all its samples, in the track's units
 * @param samples how many: frames of video, packets of audio
 * @param startsWithSync whether its first sample is a sync sample: a keyframe
 * @param shown earliest presentation time of its samples, in the track's units
 * @param first where its first sample is
 */
public record MediaSegment(
        long time, long duration, int samples, boolean startsWithSync, long shown, PictureRange first) {

    private static final int HEADER = 8;

    private static final int NON_SYNC = 0x10000;

    /**
     * Reads a segment. Checks that its boxes are complete and that the listed samples add up to the bytes of media;
     * where samples consist of NAL units, that these add up to the same bytes.
     *
     * @param init the rendition's init segment
     * @throws MalformedFileException if the segment is damaged
     */
    public static MediaSegment parse(byte[] file, InitSegment init) throws MalformedFileException {
        try {
            List<Box> boxes = Box.in(ByteBuffer.wrap(file));
            Run all = new Run();
            long media = 0;
            long description = -1;
            long data = -1;
            for (Box box : boxes) {
                switch (box.type()) {
                    case "moof" -> {
                        description = description < 0 ? box.content().arrayOffset() - HEADER : description;
                        all.add(box.at("traf"));
                    }
                    case "mdat" -> {
                        data = data < 0 ? box.content().arrayOffset() : data;
                        media += box.content().limit();
                        if (init.hasNalUnits()) {
                            requireNalUnits(box.content().duplicate());
                        }
                    }
                    default -> {}
                }
            }
            if (all.samples == 0) {
                throw new MalformedFileException("has no samples");
            }
            if (all.bytes != media) {
                throw new MalformedFileException("has " + media + " bytes of media, but lists " + all.bytes);
            }
            PictureRange first = new PictureRange(description, data + all.firstBytes - description);
            return new MediaSegment(all.time, all.duration, all.samples, all.startsWithSync, all.shown, first);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new MalformedFileException("ends within a box");
        }
    }

    /** Files that were written to a full disk end early, or have pages of zeros in them. */
    private static void requireNalUnits(ByteBuffer media) throws MalformedFileException {
        while (media.hasRemaining()) {
            long length = media.remaining() < Integer.BYTES ? 0 : Integer.toUnsignedLong(media.getInt());
            if (length == 0 || length > media.remaining()) {
                throw new MalformedFileException(
                        "has a NAL unit of " + length + " bytes, but " + media.remaining() + " bytes of media left");
            }
            media.position(media.position() + (int) length);
        }
    }

    /** Sums up the track runs of a segment. */
    static final class Run {

        private static final int BASE_DATA_OFFSET = 1;
        private static final int DESCRIPTION_INDEX = 2;
        private static final int DEFAULT_DURATION = 8;
        private static final int DEFAULT_SIZE = 0x10;
        private static final int DEFAULT_FLAGS = 0x20;
        private static final int DATA_OFFSET = 1;
        private static final int FIRST_FLAGS = 4;
        private static final int DURATION = 0x100;
        private static final int SIZE = 0x200;
        private static final int FLAGS = 0x400;
        private static final int COMPOSITION_OFFSET = 0x800;

        private long time;
        private long duration;
        private long bytes;
        private long shown = Long.MAX_VALUE;
        private int samples;
        private boolean startsWithSync;
        private long firstBytes;
        private int defaultDuration;
        private int defaultSize;
        private int defaultFlags;

        void add(Box traf) throws MalformedFileException {
            readDefaults(traf.at("tfhd"));
            Box tfdt = traf.at("tfdt");
            long start = tfdt.version() == 1
                    ? tfdt.content().getLong(4)
                    : Integer.toUnsignedLong(tfdt.content().getInt(4));
            if (samples == 0) {
                time = start;
            } else if (start != time + duration) {
                throw new MalformedFileException("has a gap at " + start);
            }
            for (Box box : Box.in(traf.content())) {
                if (box.type().equals("trun")) {
                    readRun(box);
                }
            }
        }

        private void readDefaults(Box tfhd) throws MalformedFileException {
            ByteBuffer fields = tfhd.from(8);
            int present = tfhd.flags();
            skip(fields, (present & BASE_DATA_OFFSET) != 0 ? Long.BYTES : 0);
            skip(fields, (present & DESCRIPTION_INDEX) != 0 ? Integer.BYTES : 0);
            defaultDuration = (present & DEFAULT_DURATION) != 0 ? fields.getInt() : 0;
            defaultSize = (present & DEFAULT_SIZE) != 0 ? fields.getInt() : 0;
            defaultFlags = (present & DEFAULT_FLAGS) != 0 ? fields.getInt() : 0;
        }

        private void readRun(Box trun) throws MalformedFileException {
            int present = trun.flags();
            ByteBuffer fields = trun.from(4);
            int count = fields.getInt();
            skip(fields, (present & DATA_OFFSET) != 0 ? Integer.BYTES : 0);
            int firstFlags = (present & FIRST_FLAGS) != 0 ? fields.getInt() : defaultFlags;
            for (int sample = 0; sample < count; sample++) {
                long decoded = time + duration;
                duration += Integer.toUnsignedLong((present & DURATION) != 0 ? fields.getInt() : defaultDuration);
                long size = Integer.toUnsignedLong((present & SIZE) != 0 ? fields.getInt() : defaultSize);
                bytes += size;
                int flags = (present & FLAGS) != 0 ? fields.getInt() : sample == 0 ? firstFlags : defaultFlags;
                // Signed: what FFmpeg writes for us has version 1.
                shown = Math.min(shown, decoded + ((present & COMPOSITION_OFFSET) != 0 ? fields.getInt() : 0));
                if (samples == 0) {
                    startsWithSync = (flags & NON_SYNC) == 0;
                    firstBytes = size;
                }
                samples++;
            }
        }

        /** Size of the first sample, which must be a keyframe. */
        long keyframeBytes() throws MalformedFileException {
            if (!startsWithSync) {
                throw new MalformedFileException("does not start with a keyframe");
            }
            return firstBytes;
        }

        private static void skip(ByteBuffer fields, int bytes) {
            fields.position(fields.position() + bytes);
        }
    }
}

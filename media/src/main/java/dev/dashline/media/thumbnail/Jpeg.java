package dev.dashline.media.thumbnail;

import dev.dashline.media.MalformedFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The size of a JPEG picture, from its frame header (ITU-T T.81, annex B).
 *
 * @param width pixels
 * @param height pixels
 */
public record Jpeg(int width, int height) {

    private static final int START = 0xffd8;
    private static final int END = 0xffd9;
    private static final int FIRST_FRAME = 0xffc0;
    private static final int LAST_FRAME = 0xffc2;

    /**
     * Reads the frame header, and checks the start and end markers.
     *
     * @throws MalformedFileException if the file is not a JPEG picture, or incomplete
     */
    public static Jpeg parse(byte[] file) throws MalformedFileException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(file);
            boolean whole = Short.toUnsignedInt(buffer.getShort()) == START
                    && Short.toUnsignedInt(buffer.getShort(file.length - Short.BYTES)) == END;
            if (!whole) {
                throw new MalformedFileException("does not start or end as a JPEG does");
            }
            while (true) {
                int marker = Short.toUnsignedInt(buffer.getShort());
                int length = Short.toUnsignedInt(buffer.getShort());
                if (marker >= FIRST_FRAME && marker <= LAST_FRAME) {
                    int position = buffer.position();
                    return new Jpeg(
                            Short.toUnsignedInt(buffer.getShort(position + 3)),
                            Short.toUnsignedInt(buffer.getShort(position + 1)));
                }
                buffer.position(buffer.position() + length - Short.BYTES);
            }
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedFileException("has no frame header");
        }
    }
}

package dev.dashline.media.cmaf;

import dev.dashline.media.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box of an ISO base media file (ISO/IEC 14496-12, 4.2).
 *
 * @param type four characters
 * @param content what follows its header
 */
record Box(String type, ByteBuffer content) {

    private static final int HEADER = 8;

    /**
     * The boxes in a buffer.
     *
     * @throws MalformedFileException if they do not fill it exactly
     */
    static List<Box> in(ByteBuffer buffer) throws MalformedFileException {
        ByteBuffer rest = buffer.duplicate();
        List<Box> boxes = new ArrayList<>();
        while (rest.hasRemaining()) {
            boxes.add(next(rest));
        }
        return boxes;
    }

    private static Box next(ByteBuffer rest) throws MalformedFileException {
        if (rest.remaining() < HEADER) {
            throw new MalformedFileException("ends within the header of a box");
        }
        long size = Integer.toUnsignedLong(rest.getInt());
        byte[] type = new byte[4];
        rest.get(type);
        long length = size - HEADER;
        if (size == 1 && rest.remaining() >= Long.BYTES) {
            length = rest.getLong() - HEADER - Long.BYTES;
        }
        String name = new String(type, StandardCharsets.ISO_8859_1);
        if (length < 0 || length > rest.remaining()) {
            throw new MalformedFileException("ends within the box " + name);
        }
        ByteBuffer content = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return new Box(name, content);
    }

    /** The first child of that type. Only for boxes that consist of boxes. */
    Optional<Box> child(String wanted) throws MalformedFileException {
        return first(in(content), wanted);
    }

    /** The first child at the end of that path. */
    Box at(String... path) throws MalformedFileException {
        Box box = this;
        for (String step : path) {
            box = box.child(step).orElseThrow(() -> new MalformedFileException("has no box " + String.join("/", path)));
        }
        return box;
    }

    static Optional<Box> first(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type().equals(type)).findFirst();
    }

    /** Its content from an offset on, as a buffer with a position of its own. */
    ByteBuffer from(int offset) throws MalformedFileException {
        if (offset > content.limit()) {
            throw new MalformedFileException("box " + type + " is too short");
        }
        return content.slice(offset, content.limit() - offset);
    }

    /** The version of a full box. */
    int version() {
        return content.get(0);
    }

    /** The flags of a full box. */
    int flags() {
        return content.getInt(0) & 0xffffff;
    }
}

package dev.dashline.media.cage;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of system calls for {@link Launcher}: the address of the first one, then what they refer to, then the calls.
 * Each has a number, six arguments and the result that is expected. Use on one thread.
 */
final class CallList {

    /** Where the launcher's memory is. */
    static final long ADDRESS = 0x10000000;

    /** Bytes of a list at most, and of the launcher's memory. */
    static final int ROOM = 1 << 20;

    private static final int ARGUMENTS = 6;

    /** What the launcher's process has open. */
    private static final int STANDARD_STREAMS = 3;

    /** How Java writes the names of files. */
    private static final Charset NAMES = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private final Machine machine;
    private final ByteBuffer data =
            ByteBuffer.allocate(ROOM).order(ByteOrder.LITTLE_ENDIAN).position(Long.BYTES);
    private final List<long[]> calls = new ArrayList<>();

    CallList(Machine machine) {
        this.machine = machine;
    }

    Machine machine() {
        return machine;
    }

    /** The number that the next file gets that is opened, while the earlier ones are closed again. */
    static int firstFile() {
        return STANDARD_STREAMS;
    }

    /** Adds a call. */
    CallList call(SystemCall call, long expected, long... arguments) {
        long[] row = new long[ARGUMENTS + 2];
        row[0] = machine.number(call);
        System.arraycopy(arguments, 0, row, 1, arguments.length);
        row[ARGUMENTS + 1] = expected;
        calls.add(row);
        return this;
    }

    /** Adds the call that starts a program with an empty environment. */
    void become(List<String> command) {
        List<Long> pointers = new ArrayList<>();
        for (String each : command) {
            pointers.add(text(each));
        }
        pointers.add(0L);
        long arguments = words(pointers.stream().mapToLong(Long::longValue).toArray());
        call(SystemCall.EXECVE, 0, pointers.get(0), arguments, words(0));
    }

    /** The address of a path. */
    long path(Path path) {
        return text(path.toString());
    }

    private long text(String text) {
        byte[] characters = text.getBytes(NAMES);
        return bytes(ByteBuffer.allocate(characters.length + 1).put(characters).array());
    }

    /** The address of words of eight bytes. */
    long words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes(bytes.array());
    }

    /** The address of bytes; it is a multiple of eight. */
    long bytes(byte[] bytes) {
        int at = data.position();
        data.put(bytes);
        data.position(at + (bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        return ADDRESS + at;
    }

    /** The list as the launcher reads it. */
    byte[] bytes() throws IOException {
        try {
            ByteBuffer list = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            list.putLong(0, ADDRESS + list.position());
            for (long[] row : calls) {
                for (long word : row) {
                    list.putLong(word);
                }
            }
            byte[] written = new byte[list.position()];
            list.flip().get(written);
            return written;
        } catch (BufferOverflowException e) {
            throw new IOException("the command line is too long", e);
        }
    }
}

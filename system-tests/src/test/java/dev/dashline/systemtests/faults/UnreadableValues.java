package dev.dashline.systemtests.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Values that no topic's deserializer accepts, each for another reason. */
final class UnreadableValues {

    private static final int ANY_SCHEMA = 1;
    private static final int NO_SCHEMA = 1_000_000;
    private static final int LARGEST = 200;

    private UnreadableValues() {}

    static List<byte[]> of(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(LARGEST)];
        random.nextBytes(bytes);
        byte[] endlessNumber = new byte[20];
        Arrays.fill(endlessNumber, (byte) 0xff);
        return List.of(
                bytes,
                new byte[0],
                "{\"videoId\": \"json\"}".getBytes(StandardCharsets.UTF_8),
                framed(ANY_SCHEMA, "no such record".getBytes(StandardCharsets.UTF_8)),
                framed(ANY_SCHEMA, bytes),
                framed(ANY_SCHEMA, endlessNumber),
                framed(NO_SCHEMA, bytes));
    }

    /** Puts a body into the wire format: a zero byte, the schema's id, the body. */
    private static byte[] framed(int schema, byte[] body) {
        return ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                .put((byte) 0)
                .putInt(schema)
                .put(body)
                .array();
    }
}

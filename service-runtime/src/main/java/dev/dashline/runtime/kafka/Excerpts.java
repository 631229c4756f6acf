package dev.dashline.runtime.kafka;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps dead letters small enough to be sent: one that cannot be sent takes its transaction along, again and again. */
final class Excerpts {

    private static final int BYTES = 64 << 10;
    private static final int CHARACTERS = 4 << 10;

    private Excerpts() {}

    /** The text, or its beginning if it is long. */
    static String of(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "…";
    }

    /**
     * The bytes, or their beginning if there are more than {@code largest}. What is not kept is told at the end of
     * {@code said}, so that whoever has the record can recognise it.
     */
    static @Nullable ByteBuffer of(String part, Optional<ByteBuffer> bytes, int largest, StringBuilder said) {
        if (bytes.isEmpty() || bytes.get().remaining() <= largest) {
            return bytes.orElse(null);
        }
        byte[] all = new byte[bytes.get().remaining()];
        bytes.get().duplicate().get(all);
        said.append(" Its ").append(part).append(" has ").append(all.length);
        said.append(" bytes with the SHA-256 ").append(sha256(all));
        said.append(", of which only the first ").append(BYTES).append(" are here.");
        return ByteBuffer.wrap(Arrays.copyOf(all, BYTES));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

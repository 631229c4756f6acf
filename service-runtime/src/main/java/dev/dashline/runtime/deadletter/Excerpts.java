package dev.dashline.runtime.deadletter;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps dead letters small enough to send. One that is too large would abort its transaction again on every retry. */
final class Excerpts {

    private static final int BYTES = 64 << 10;
    private static final int CHARACTERS = 4 << 10;

    private Excerpts() {}

    /** The text, or its beginning if it is long. */
    static String of(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "…";
    }

    /**
     * The bytes, or their beginning if there are more than {@code largest}. In that case, appends their full length and
     * checksum to {@code said}, so that the original record can be identified.
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

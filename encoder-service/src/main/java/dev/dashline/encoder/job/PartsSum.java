package dev.dashline.encoder.job;

import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.PartRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is known of the parts of an attempt, whatever their number: how many there are, and a checksum of their
 * inventories that does not depend on the order in which they were added. It finds mistakes, not forgeries.
 */
public record PartsSum(int parts, long checksum) {

    /** Of no parts. */
    public static final PartsSum NONE = new PartsSum(0, 0);

    /** With one part more. */
    public PartsSum plus(PartRef part) {
        return plus(part.getTaskId(), part.getCrc32c());
    }

    /**
     * With one part more.
     *
     * @param crc32c of its inventory
     */
    public PartsSum plus(String taskId, String crc32c) {
        return new PartsSum(parts + 1, checksum + hash(taskId + " " + crc32c));
    }

    /** Joining these parts. */
    public Package packaging() {
        return new Package(parts, checksum);
    }

    private static long hash(String part) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(part.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

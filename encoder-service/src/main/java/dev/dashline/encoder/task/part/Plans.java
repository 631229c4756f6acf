package dev.dashline.encoder.task.part;

import dev.dashline.events.encoder.EncodingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifies plans by a fingerprint. */
final class Plans {

    private static final int FINGERPRINT_BYTES = 8;

    private Plans() {}

    /** A plan with its fingerprint, so that all versions of workers name its parts alike. */
    static EncodingPlan identified(EncodingPlan plan) {
        return EncodingPlan.newBuilder(plan).setFingerprint(made(plan)).build();
    }

    /**
     * 16 hexadecimal digits that are equal for equal plans, whose parts can therefore be joined. The plan names the
     * source's generation, so the fingerprint covers its content.
     */
    static String fingerprint(EncodingPlan plan) {
        return plan.getFingerprint().orElseGet(() -> made(plan));
    }

    private static String made(EncodingPlan plan) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(plan.toByteBuffer().array());
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

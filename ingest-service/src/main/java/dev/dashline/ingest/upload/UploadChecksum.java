package dev.dashline.ingest.upload;

import dev.dashline.ingest.upload.UploadRefused.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** What the header {@code Upload-Checksum} of tus says of a body. */
public final class UploadChecksum {

    private static final Map<String, String> ALGORITHMS = Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

    private final String algorithm;
    private final byte[] expected;

    private UploadChecksum(String algorithm, byte[] expected) {
        this.algorithm = algorithm;
        this.expected = expected.clone();
    }

    /** The names of all algorithms, with commas between them. */
    public static String algorithms() {
        return ALGORITHMS.keySet().stream().sorted().collect(Collectors.joining(","));
    }

    /**
     * Reads the header.
     *
     * @throws UploadRefused if it is not an algorithm and a value in base64
     */
    public static UploadChecksum parse(String header) {
        String[] parts = header.strip().split(" ", -1);
        if (parts.length == 2 && ALGORITHMS.containsKey(parts[0])) {
            try {
                return new UploadChecksum(parts[0], Base64.getDecoder().decode(parts[1]));
            } catch (IllegalArgumentException e) {
                throw invalid();
            }
        }
        throw invalid();
    }

    private static UploadRefused invalid() {
        return new UploadRefused(
                Reason.INVALID, "Upload-Checksum must be one of " + algorithms() + ", a space and a value in base64.");
    }

    /**
     * Checks a body.
     *
     * @throws UploadRefused if it has another checksum
     */
    void check(byte[] body) {
        if (!MessageDigest.isEqual(digest(body), expected)) {
            throw new UploadRefused(
                    Reason.WRONG_CHECKSUM, "The body arrived with another " + algorithm + ". Send it again.");
        }
    }

    private byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance(String.valueOf(ALGORITHMS.get(algorithm)))
                    .digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}

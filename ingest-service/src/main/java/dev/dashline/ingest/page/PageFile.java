package dev.dashline.ingest.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the page.
 *
 * @param content its bytes, which nobody changes
 * @param mediaType as the header {@code Content-Type} has it
 * @param etag the same for the same content, and for no other; quoted
 */
record PageFile(byte[] content, String mediaType, String etag) {

    static PageFile of(byte[] content, String mediaType) {
        return new PageFile(content, mediaType, '"' + hash(content).substring(0, 32) + '"');
    }

    /** SHA-256 in hexadecimal digits, lower case. */
    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.dashline.ingest.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of the page. Immutable. */
final class PageFile {

    private final byte[] content;
    private final String mediaType;
    private final String etag;

    private PageFile(byte[] content, String mediaType, String etag) {
        this.content = content;
        this.mediaType = mediaType;
        this.etag = etag;
    }

    /** @param content its bytes, which nobody changes from now on */
    static PageFile of(byte[] content, String mediaType) {
        return new PageFile(content, mediaType, '"' + hash(content).substring(0, 32) + '"');
    }

    /** Its bytes, not to be changed. */
    byte[] content() {
        return content;
    }

    /** As the header {@code Content-Type} has it. */
    String mediaType() {
        return mediaType;
    }

    /** The same for the same content, and for no other; quoted. */
    String etag() {
        return etag;
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

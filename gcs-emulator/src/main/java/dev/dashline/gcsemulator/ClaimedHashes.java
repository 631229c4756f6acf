package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.gcsemulator.storage.Content;
import java.util.Optional;

/** The checksums that an uploader says its content has. */
record ClaimedHashes(Optional<String> crc32c, Optional<String> md5) {

    /** From the resource, or from the {@code x-goog-hash} header. */
    static ClaimedHashes of(JsonNode resource, GcsRequest request) {
        String header = request.header("X-Goog-Hash").orElse("");
        return new ClaimedHashes(
                text(resource, "crc32c").or(() -> part(header, "crc32c=")),
                text(resource, "md5Hash").or(() -> part(header, "md5=")));
    }

    private static Optional<String> text(JsonNode resource, String name) {
        return Optional.of(resource.path(name).asText("")).filter(text -> !text.isEmpty());
    }

    private static Optional<String> part(String header, String prefix) {
        for (String part : header.split(",", -1)) {
            if (part.strip().startsWith(prefix)) {
                return Optional.of(part.strip().substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    void check(Content content) {
        check("CRC32C", crc32c, content.crc32c());
        check("MD5", md5, content.md5());
    }

    private static void check(String kind, Optional<String> claimed, String calculated) {
        if (claimed.isPresent() && !claimed.get().equals(calculated)) {
            throw GcsException.badRequest("Provided " + kind + " \"" + claimed.get() + "\" doesn't match calculated "
                    + kind + " \"" + calculated + "\".");
        }
    }
}

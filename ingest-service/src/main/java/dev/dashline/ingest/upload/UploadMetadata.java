package dev.dashline.ingest.upload;

import dev.dashline.ingest.upload.UploadRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The header {@code Upload-Metadata} of tus: pairs of a key and a value in base64, with commas between them. */
public final class UploadMetadata {

    private static final String KEY = "[\\x21-\\x2b\\x2d-\\x7e]+";

    private UploadMetadata() {}

    /**
     * All values by their keys.
     *
     * @throws UploadRefused if the header is not of that form
     */
    public static Map<String, String> parse(String header) {
        Map<String, String> values = new LinkedHashMap<>();
        if (header.isBlank()) {
            return values;
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts.length > 2 || !parts[0].matches(KEY)) {
                throw invalid("has a pair that is not a key, a space and a value");
            }
            if (values.put(parts[0], parts.length == 2 ? decoded(parts[0], parts[1]) : "") != null) {
                throw invalid("has the key " + parts[0] + " twice");
            }
        }
        return values;
    }

    private static String decoded(String key, String value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(value)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid("has a value of " + key + " that is not base64 of UTF-8");
        }
    }

    private static UploadRefused invalid(String what) {
        return new UploadRefused(Reason.INVALID, "Upload-Metadata " + what + ".");
    }
}

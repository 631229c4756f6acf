package dev.dashline.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** An HTTP response from the address of a registry. */
record RegistryReply(int status, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_EXCERPT = 500;

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Whether the registry itself answered the request, with success or with an error of its own. */
    boolean isAnswer() {
        int errorCode = json().path("error_code").asInt();
        return switch (status) {
            // 40401 to 40403 mean an unknown subject, version or schema. A plain 404 means that the address is wrong.
            case 404 -> errorCode / 100 == 404;
            case 409, 422 -> errorCode != 0;
            default -> isSuccess();
        };
    }

    /** The body; a missing node if it is not JSON. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public String toString() {
        String excerpt = body.length() > LONGEST_EXCERPT ? body.substring(0, LONGEST_EXCERPT) + "…" : body;
        return "HTTP " + status + ", " + excerpt;
    }
}

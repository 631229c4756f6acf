package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.CliException;
import java.time.Duration;
import java.util.Optional;

/** The answer to a request for a video's status. */
public sealed interface StatusAnswer {

    /** Returns the status, or says why there is none. */
    JsonNode orElseThrow();

    /** The status, as the body of {@code GET /videos/{id}}. */
    record Known(JsonNode status) implements StatusAnswer {
        @Override
        public JsonNode orElseThrow() {
            return status;
        }
    }

    /** The replica does not know the video; it may not have read a new one yet. */
    record Unknown(CliException why) implements StatusAnswer {
        @Override
        public JsonNode orElseThrow() {
            throw why;
        }
    }

    /**
     * The service did not answer, or cannot answer now.
     *
     * @param retryAfter when it may be tried again, if the service said so
     */
    record NotNow(CliException why, Optional<Duration> retryAfter) implements StatusAnswer {
        @Override
        public JsonNode orElseThrow() {
            throw why;
        }
    }
}

package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.CliException;
import java.time.Duration;
import java.util.Optional;

/** What came of a look at a video. */
public sealed interface StatusAnswer {

    /** Returns the status, or says why there is none. */
    JsonNode orElseThrow();

    /** There it is, as {@code GET /videos/{id}} has it. */
    record Known(JsonNode status) implements StatusAnswer {
        @Override
        public JsonNode orElseThrow() {
            return status;
        }
    }

    /** The replica that was asked knows no such video; of a new one it may only not have heard yet. */
    record Unknown(CliException why) implements StatusAnswer {
        @Override
        public JsonNode orElseThrow() {
            throw why;
        }
    }

    /**
     * Nobody answered, or one who cannot say now.
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

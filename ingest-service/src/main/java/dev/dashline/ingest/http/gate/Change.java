package dev.dashline.ingest.http.gate;

import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.runtime.log.LogContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Something that a caller asks to change. Once it is accepted, one line in the log of this class tells who it was, and
 * from where.
 *
 * @param what as the log has it
 */
public record Change(Caller caller, String what) {

    private static final Logger log = LoggerFactory.getLogger(Change.class);

    public void log(Acceptance.Accepted accepted) {
        try (var ignored = LogContext.of(accepted.videoId(), accepted.attempt())) {
            line().log("request accepted");
        }
    }

    /** The same for what is no video. */
    public void log(String kind, String name) {
        line().addKeyValue(kind, name).log("request accepted");
    }

    private LoggingEventBuilder line() {
        return log.atInfo()
                .addKeyValue("change", what)
                .addKeyValue("caller", caller.name())
                .addKeyValue("client", caller.address().orElse("this process"))
                .addKeyValue("tenant", caller.tenant());
    }
}

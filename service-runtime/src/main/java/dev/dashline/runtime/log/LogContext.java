package dev.dashline.runtime.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Adds {@code videoId} and {@code attempt} to every line that this thread logs, until closed. */
public final class LogContext implements AutoCloseable {

    private final @Nullable Map<String, String> before = MDC.getCopyOfContextMap();

    private LogContext() {}

    public static LogContext of(String videoId, int attempt) {
        LogContext context = new LogContext();
        MDC.put("videoId", videoId);
        MDC.put("attempt", Integer.toString(attempt));
        return context;
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}

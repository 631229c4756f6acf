package dev.dashline.ingest.http;

import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.page.PageSettings;
import java.time.Duration;

/**
 * Where the API listens, its limits, and what its page plays.
 *
 * @param port 0 for any free one
 * @param maxBody size of the largest body, in bytes
 * @param bodyTimeout how long a body may take to arrive
 * @param maxConcurrent requests served at a time
 */
public record ApiSettings(
        String host,
        int port,
        int maxBody,
        Duration bodyTimeout,
        int maxConcurrent,
        ConnectionSettings connections,
        PageSettings page) {

    /** For 1,000 clients, with a page that plays nothing. */
    public ApiSettings(String host, int port, int maxBody, Duration bodyTimeout, int maxConcurrent) {
        this(
                host,
                port,
                maxBody,
                bodyTimeout,
                maxConcurrent,
                new ConnectionSettings(1_000),
                PageSettings.WITHOUT_VIDEOS);
    }
}

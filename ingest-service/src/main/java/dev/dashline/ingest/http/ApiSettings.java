package dev.dashline.ingest.http;

import java.time.Duration;

/**
 * Where the API listens, and its limits.
 *
 * @param port 0 for any free one
 * @param maxBody size of the largest body, in bytes
 * @param bodyTimeout how long a body may take to arrive
 * @param maxConcurrent requests served at a time
 */
public record ApiSettings(String host, int port, int maxBody, Duration bodyTimeout, int maxConcurrent) {}

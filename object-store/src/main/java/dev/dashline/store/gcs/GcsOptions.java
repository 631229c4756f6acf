package dev.dashline.store.gcs;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How Google Cloud Storage is reached.
 *
 * @param emulator what to talk to in place of Google Cloud Storage, without credentials
 * @param retryFor how long to retry a call that fails for a reason that passes
 */
public record GcsOptions(Optional<URI> emulator, Duration retryFor) {}

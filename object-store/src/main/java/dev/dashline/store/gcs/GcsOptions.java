package dev.dashline.store.gcs;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How Google Cloud Storage is reached.
 *
 * @param emulator a server that is used instead of Google Cloud Storage, without credentials
 * @param retryFor how long a call that fails for a temporary reason is repeated
 */
public record GcsOptions(Optional<URI> emulator, Duration retryFor) {}

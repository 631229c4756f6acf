package dev.dashline.ingest.staged;

import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where encoders leave what they know of attempts.
 *
 * @param layout names of objects
 * @param stores reach the private root and nothing else
 */
public record StagedSettings(StorageLayout layout, StoreConfig stores) {

    /** Somebody waits for what is read. */
    private static final Duration RETRY_FOR = Duration.ofSeconds(2);

    /** Empty if one of the roots is not known. */
    public static Optional<StagedSettings> of(Optional<URI> output, Optional<URI> staging, Settings settings) {
        return output.flatMap(shown -> staging.map(hidden -> new StagedSettings(
                StorageLayout.standard(new StorageRoots(shown, hidden)),
                StoreConfig.ofOnly(hidden, settings).retryingFor(RETRY_FOR))));
    }
}

package dev.dashline.store.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Google's client, as a store uses it. */
final class GcsClients {

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    /**
     * The longest wait for an answer: at most a third of the time for retries, so that one hung connection leaves some.
     */
    private static final int READ_TIMEOUT_MS = 20_000;

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

    private GcsClients() {}

    static Storage open(GcsOptions gcs) {
        StorageOptions.Builder options = StorageOptions.http()
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setReadTimeout(
                                (int) Math.min(READ_TIMEOUT_MS, gcs.retryFor().toMillis() / 3 + 1))
                        .build());
        options.setRetrySettings(retries(gcs.retryFor()));
        if (gcs.emulator().isPresent()) {
            options.setHost(gcs.emulator().get().toString())
                    .setCredentials(NoCredentials.getInstance())
                    .setProjectId("emulator");
        } else {
            options.setCredentials(credentials());
        }
        return options.build().getService();
    }

    private static RetrySettings retries(Duration total) {
        return RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(FIRST_DELAY)
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(LONGEST_DELAY)
                .setTotalTimeoutDuration(total)
                .build();
    }

    private static GoogleCredentials credentials() {
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAUTHENTICATED, URI.create("gs:/"), "no credentials for gs: " + e.getMessage(), e);
        }
    }
}

package dev.dashline.ingest.settings;

import dev.dashline.ingest.request.TenantUploads;
import dev.dashline.ingest.upload.UploadLimits;
import dev.dashline.ingest.upload.UploadNames;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.storage.StoreConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where uploads are, and what they may take.
 *
 * @param names of what is stored of them
 * @param stores reach that place and no other
 */
public record UploadSettings(UploadNames names, StoreConfig stores, UploadLimits limits) {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> UNITS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    static final Setting<Long> UPLOAD_MAX_SIZE =
            size("UPLOAD_MAX_SIZE", "Size of the largest upload.").withDefault("100GiB");
    static final Setting<Long> UPLOAD_QUOTA = size(
                    "UPLOAD_QUOTA", "Size of all uploads of a tenant that are kept at a time, finished or not.")
            .withDefault("1TiB");
    static final Setting<Duration> UPLOAD_TIMEOUT = Setting.duration(
                    "UPLOAD_TIMEOUT", "How long an upload may take from its creation to its end; then it expires.")
            .withDefault("24h");
    static final Setting<Duration> UPLOAD_RETENTION = Setting.duration(
                    "UPLOAD_RETENTION",
                    "How long a finished upload is kept. A video of it can be replayed for so long.")
            .withDefault("720h");
    static final Setting<Integer> MAX_CONCURRENT_UPLOADS = Setting.integer(
                    "MAX_CONCURRENT_UPLOADS",
                    "Bodies of uploads that are received at a time, beside MAX_CONCURRENT_REQUESTS; others get 429."
                            + " Each takes 8 MiB of memory.",
                    1,
                    1_000)
            .withDefault("16");

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = List.of(
            StoreConfig.UPLOAD_URI,
            UPLOAD_MAX_SIZE,
            UPLOAD_QUOTA,
            UPLOAD_TIMEOUT,
            UPLOAD_RETENTION,
            MAX_CONCURRENT_UPLOADS,
            StoreConfig.STORAGE_EMULATOR_HOST,
            StoreConfig.STORE_RETRY_FOR);

    /** Empty if no uploads are taken. */
    public static Optional<UploadSettings> from(Settings settings) {
        UploadLimits limits = new UploadLimits(
                settings.get(UPLOAD_MAX_SIZE),
                settings.get(UPLOAD_QUOTA),
                settings.get(UPLOAD_TIMEOUT),
                settings.get(UPLOAD_RETENTION),
                settings.get(MAX_CONCURRENT_UPLOADS));
        Optional<URI> root = settings.get(StoreConfig.UPLOAD_URI);
        return root.map(
                uploads -> new UploadSettings(new UploadNames(uploads), StoreConfig.ofOnly(uploads, settings), limits));
    }

    /** The uploads as sources, of no tenant yet. */
    static TenantUploads asSources(Settings settings) {
        return new TenantUploads(settings.get(StoreConfig.UPLOAD_URI).map(UploadNames::new), Optional.empty());
    }

    private static Setting<Long> size(String key, String purpose) {
        return Setting.required(key, purpose, "a size such as 500MiB or 20GiB", UploadSettings::parseSize);
    }

    private static long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches() || matcher.group(1).matches("0+")) {
            throw new IllegalArgumentException();
        }
        long amount = Long.parseLong(matcher.group(1));
        int bits = UNITS.getOrDefault(matcher.group(2), 0);
        if (amount > Long.MAX_VALUE >> bits) {
            throw new IllegalArgumentException();
        }
        return amount << bits;
    }
}

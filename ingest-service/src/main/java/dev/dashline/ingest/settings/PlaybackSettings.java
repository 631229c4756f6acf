package dev.dashline.ingest.settings;

import dev.dashline.ingest.page.PageSettings;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The settings that say where the page finds the videos that it plays. */
public final class PlaybackSettings {

    private static final String AS_OUTPUT = "OUTPUT_URI";

    static final Setting<Optional<URI>> PUBLIC_BASE_URL = Setting.required(
                    "PUBLIC_BASE_URL",
                    "As publisher-service has it: the page plays videos from there, so that host has to allow requests"
                            + " (CORS) from the page's.",
                    "an absolute URI that ends in /, or " + AS_OUTPUT,
                    PlaybackSettings::parseBase)
            .withDefault(AS_OUTPUT);

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = List.of(PUBLIC_BASE_URL);

    private PlaybackSettings() {}

    /**
     * What the page may play.
     *
     * @param onlyLocal whether only this machine reaches the API, so that it may hand out files
     */
    public static PageSettings from(Settings settings, boolean onlyLocal) {
        return PageSettings.of(settings.get(SourceRootSettings.OUTPUT_URI), settings.get(PUBLIC_BASE_URL), onlyLocal);
    }

    private static Optional<URI> parseBase(String text) {
        if (text.equals(AS_OUTPUT)) {
            return Optional.empty();
        }
        URI base = URI.create(text);
        if (!base.isAbsolute() || !text.endsWith("/")) {
            throw new IllegalArgumentException();
        }
        return Optional.of(base);
    }
}

package dev.dashline.ingest.page;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the page finds the videos that it plays.
 *
 * @param origin where viewers fetch them from, such as {@code https://cdn.example.com}; empty for the service itself
 * @param folder where published videos are, if the service shall hand them out at {@code /media}; it may be read by
 *     whoever reaches the service
 */
public record PageSettings(Optional<String> origin, Optional<Path> folder) {

    private static final String CLOUD_STORAGE = "https://storage.googleapis.com";

    /** Nothing plays. */
    public static final PageSettings WITHOUT_VIDEOS = new PageSettings(Optional.empty(), Optional.empty());

    /**
     * Reads them from where videos are and where viewers find them.
     *
     * @param output where published videos are, if known
     * @param publicBase where viewers find them, if not there
     * @param onlyLocal whether only this machine reaches the service, so that it may hand out files
     */
    public static PageSettings of(Optional<URI> output, Optional<URI> publicBase, boolean onlyLocal) {
        Optional<Path> folder = output.filter(uri -> onlyLocal && "file".equals(uri.getScheme()))
                .map(Path::of);
        Optional<String> origin = publicBase.or(() -> output).flatMap(PageSettings::originOf);
        return new PageSettings(origin, folder);
    }

    private static Optional<String> originOf(URI base) {
        return switch (String.valueOf(base.getScheme())) {
            case "http", "https" -> Optional.of(base.getScheme() + "://" + base.getAuthority());
            case "gs" -> Optional.of(CLOUD_STORAGE);
            default -> Optional.empty();
        };
    }
}

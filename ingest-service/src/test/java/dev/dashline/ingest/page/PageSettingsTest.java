package dev.dashline.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageSettingsTest {

    @Test
    void videosAreWhereViewersFindThem() {
        assertThat(of("gs://media/videos/", "https://cdn.example.com/v/", false).origin())
                .contains("https://cdn.example.com");
        assertThat(of("gs://media/videos/", null, false).origin()).contains("https://storage.googleapis.com");
        assertThat(of(null, null, false).origin()).isEmpty();
    }

    @Test
    void filesAreHandedOutToThisMachineOnly() {
        assertThat(of("file:///srv/videos/", null, true).folder()).contains(Path.of("/srv/videos"));
        assertThat(of("file:///srv/videos/", null, false).folder()).isEmpty();
        assertThat(of("gs://media/videos/", null, true).folder()).isEmpty();
    }

    private static PageSettings of(@Nullable String output, @Nullable String base, boolean onlyLocal) {
        return PageSettings.of(
                Optional.ofNullable(output).map(URI::create),
                Optional.ofNullable(base).map(URI::create),
                onlyLocal);
    }
}

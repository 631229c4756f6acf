package dev.dashline.schemas.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class StorageLayoutTest {

    private static final StorageRoots ROOTS =
            new StorageRoots(URI.create("gs://media/videos/"), URI.create("file:///staging/"));
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final StorageLayout layout = StorageLayout.standard(ROOTS);
    private final AttemptLayout attempt = layout.attempt("v", 7);

    @Test
    void placesTheObjectsOfAnAttemptBelowThePublicRoot() {
        assertThat(attempt.init("v720", TrackType.VIDEO))
                .isEqualTo(target("gs://media/videos/v/7/v720/init.mp4", "video/mp4", FOR_EVER));
        assertThat(attempt.segment("a0", TrackType.AUDIO, 96_000))
                .isEqualTo(target("gs://media/videos/v/7/a0/96000.m4s", "audio/mp4", FOR_EVER));
        assertThat(attempt.tileSheet("thumbnails", 1))
                .isEqualTo(target("gs://media/videos/v/7/thumbnails/1.jpg", "image/jpeg", FOR_EVER));
    }

    @Test
    void placesManifestsInBothRootsUnderOneName() {
        assertThat(attempt.manifest())
                .isEqualTo(target("file:///staging/v/7/manifest.mpd", "application/dash+xml", "public, max-age=5"));
        assertThat(layout.publicManifest("v"))
                .isEqualTo(target("gs://media/videos/v/manifest.mpd", "application/dash+xml", "public, max-age=5"));
    }

    @Test
    void namesPartsSoThatThoseOfAnAttemptAreListedTogether() {
        URI part = attempt.part("video-3", "0123").uri();

        assertThat(part).hasToString("file:///staging/v/7/parts/video-3-0123.json");
        assertThat(part.toString()).startsWith(attempt.parts().toString());
    }

    @Test
    void holdsNothingOfAnotherAttempt() {
        assertThat(attempt.holds(URI.create("gs://media/videos/v/7/v720/0.m4s")))
                .isTrue();
        assertThat(attempt.holds(URI.create("gs://media/videos/v/70/v720/0.m4s")))
                .isFalse();
        assertThat(attempt.holds(URI.create("gs://media/videos/v/7/../8/v720/0.m4s")))
                .isFalse();
        assertThat(attempt.holds(URI.create("gs://other/videos/v/7/v720/0.m4s")))
                .isFalse();
        assertThat(attempt.holds(URI.create("file:///videos/v/7/v720/0.m4s"))).isFalse();
    }

    @Test
    void takesOtherNamesAndKeepsTheirPlaceholders() {
        StorageNames names = StorageNames.STANDARD.with(ObjectKind.SEGMENT, "s{time}.cmfv");

        assertThat(new StorageLayout(ROOTS, names)
                        .attempt("v", 1)
                        .segment("v720", TrackType.VIDEO, 5)
                        .uri())
                .hasToString("gs://media/videos/v/1/v720/s5.cmfv");
        assertThatThrownBy(() -> names.with(ObjectKind.SEGMENT, "segment.cmfv"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectTarget target(String uri, String mediaType, String cacheControl) {
        return new ObjectTarget(URI.create(uri), mediaType, cacheControl);
    }
}

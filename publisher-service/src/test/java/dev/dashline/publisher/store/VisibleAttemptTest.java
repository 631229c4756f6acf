package dev.dashline.publisher.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dashline.schemas.storage.ManifestOwner;
import dev.dashline.schemas.storage.StorageNames;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import dev.dashline.store.file.FileObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisibleAttemptTest {

    private static final String PLAYLIST = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n%d/v720/media.m3u8\n";

    @TempDir
    private Path folder;

    private final ObjectStore store = new FileObjectStore();

    @Test
    void isToldByWhereTheSegmentsAre() {
        assertThat(visible(store).of(playlist(2))).isEqualTo(2);
    }

    /** A replay would be taken for superseded otherwise. */
    @Test
    void isNotToldByWhatArrivedSpoiled() {
        ObjectStore spoiled = new ForwardingStore(store) {
            @Override
            public InputStream read(URI object, long generation, long offset, long length) {
                return new ByteArrayInputStream(PLAYLIST.formatted(3).getBytes(UTF_8));
            }
        };
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> visible(spoiled).of(playlist(2)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    private static VisibleAttempt visible(ObjectStore store) {
        return new VisibleAttempt(store, new ManifestOwner(StorageNames.STANDARD));
    }

    private StoredObject playlist(int attempt) {
        return store.write(
                folder.resolve("master.m3u8").toUri(),
                PLAYLIST.formatted(attempt).getBytes(UTF_8),
                Precondition.absent(),
                new ObjectAttributes("application/vnd.apple.mpegurl", "no-cache"));
    }
}

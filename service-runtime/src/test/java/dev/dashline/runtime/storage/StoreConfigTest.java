package dev.dashline.runtime.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import dev.dashline.store.access.ObjectStores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreConfigTest {

    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("video/mp4", "no-cache");

    @TempDir
    Path folder;

    private URI uri(String name) {
        return URI.create("file://" + folder + "/" + name);
    }

    @Test
    void readsSourcesAndWritesItsOwn() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        Files.write(folder.resolve("in/a.mp4"), HELLO);
        StoreConfig config =
                StoreConfig.from(Map.of("SOURCE_ROOTS", uri("in/").toString())).owning(uri("out/"), uri("staging/"));
        try (ObjectStores stores = config.open(Executors::newCachedThreadPool)) {
            assertThat(stores.stat(uri("in/a.mp4"))).isPresent();
            StoredObject written = stores.write(uri("out/a"), HELLO, Precondition.absent(), ATTRIBUTES);
            assertThat(stores.stat(written.uri())).contains(written);
            assertFails(Reason.FORBIDDEN, () -> stores.write(uri("in/b"), HELLO, Precondition.absent(), ATTRIBUTES));
            assertFails(Reason.FORBIDDEN, () -> stores.stat(uri("elsewhere")));
            assertFails(Reason.FORBIDDEN, () -> stores.stat(uri("in/../elsewhere")));
            assertFails(Reason.FORBIDDEN, () -> stores.stat(URI.create("gs://bucket/a")));
        }
    }

    @Test
    void hasNoStoreForOtherSchemes() {
        try (ObjectStores stores = StoreConfig.unrestricted().open(Executors::newCachedThreadPool)) {
            assertFails(Reason.FORBIDDEN, () -> stores.stat(URI.create("http://169.254.169.254/latest")));
        }
    }

    @Test
    void allowsSourcesByBucketAndPrefix() {
        StoreConfig config = StoreConfig.from(Map.of("SOURCE_ROOTS", "gs://in/, gs://shared/videos/"));
        assertThat(config.sources().allow(URI.create("gs://in/a.mp4"))).isTrue();
        assertThat(config.sources().allow(URI.create("gs://shared/videos/a.mp4")))
                .isTrue();
        assertThat(config.sources().allow(URI.create("gs://shared/other/a.mp4")))
                .isFalse();
        assertThat(config.sources().allow(URI.create("gs://shared/videos/../other/a.mp4")))
                .isFalse();
        assertThat(config.sources().allow(URI.create("gs://inn/a.mp4"))).isFalse();
        assertThat(config.sources().allow(URI.create("file:///a.mp4"))).isFalse();
    }

    @Test
    void readsUploadsBesideItsSources() {
        URI uploads = URI.create("gs://private/uploads/");
        StoreConfig config =
                StoreConfig.from(Map.of("SOURCE_ROOTS", "gs://in/")).reading(uploads);
        assertThat(config.sources().allow(uploads.resolve("news/1/source"))).isTrue();
        assertThat(config.sources().allow(URI.create("gs://in/a.mp4"))).isTrue();
        assertThat(config.sources().allow(URI.create("gs://private/a.mp4"))).isFalse();
        assertThat(StoreConfig.unrestricted().reading(uploads).sources().roots())
                .isEmpty();
    }

    @Test
    void rejectsRootsThatAreNone() {
        for (String wrong :
                new String[] {"gs://bucket", "file:///a", "http://host/", "bucket/", "gs:bucket/", "gs://bucket/../"}) {
            assertThatThrownBy(() -> StoreConfig.from(Map.of("SOURCE_ROOTS", wrong)))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("SOURCE_ROOTS");
        }
    }

    @Test
    void takesAnEmulatorWithOrWithoutScheme() {
        assertThat(StoreConfig.from(Map.of()).emulator()).isEmpty();
        assertThat(StoreConfig.from(Map.of("STORAGE_EMULATOR_HOST", "localhost:4443"))
                        .emulator())
                .contains(URI.create("http://localhost:4443"));
        assertThat(StoreConfig.from(Map.of("STORAGE_EMULATOR_HOST", "http://localhost:4443/"))
                        .emulator())
                .contains(URI.create("http://localhost:4443"));
    }

    private static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}

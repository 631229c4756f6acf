package dev.dashline.encoder.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BlockCacheTest {

    private static final URI SOURCE = URI.create("gs://bucket/source.mp4");

    @TempDir
    private Path folder;

    @Test
    @Timeout(30)
    void readersLearnOfAFailureThatTheStoreDoesNotExplain() {
        try (BlockCache cache = new BlockCache(
                new BrokenStore(), folder.resolve("cache"), 4, Executors.newFixedThreadPool(BlockCache.FETCHERS))) {
            assertThatThrownBy(() ->
                            cache.read(new ObjectVersion(SOURCE, 100, 1), 0, ByteBuffer.allocate(10), () -> false))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("for a test");
        }
    }

    /** A store with a bug. */
    private static final class BrokenStore implements ObjectStore {

        @Override
        public InputStream read(URI object, long generation, long offset, long length) {
            throw new IllegalStateException("for a test");
        }

        @Override
        public Optional<StoredObject> stat(URI object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoredObject compose(
                URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream<StoredObject> list(URI prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean delete(URI object, long generation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}

package dev.dashline.encoder.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.store.ObjectVersion;
import dev.dashline.store.file.FileObjectStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many readers of more blocks than the cache has room for; {@code -Ddashline.stress=20000} for longer. Lincheck cannot
 * run what uses files.
 */
class BlockCacheStressTest {

    private static final int READS = Integer.getInteger("dashline.stress", 300);
    private static final int READERS = 4;
    private static final int BLOCKS = 12;

    @TempDir
    private Path folder;

    private URI source = URI.create("file:///");

    /** Each block consists of its own number. */
    @BeforeEach
    void writeSource() throws Exception {
        byte[] content = new byte[BLOCKS * BlockCache.BLOCK];
        for (int at = 0; at < content.length; at++) {
            content[at] = (byte) (at / BlockCache.BLOCK);
        }
        source = Files.write(folder.resolve("source"), content).toUri();
    }

    @Test
    void readersGetTheBlockThatTheyAskForWhileOthersMakeRoom() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try (FileObjectStore store = new FileObjectStore();
                BlockCache cache = new BlockCache(
                        store, folder.resolve("cache"), READERS, Executors.newFixedThreadPool(BlockCache.FETCHERS))) {
            ObjectVersion version = store.version(source).orElseThrow();
            List<Future<Void>> readers = new ArrayList<>();
            for (int seed = 0; seed < READERS; seed++) {
                readers.add(threads.submit(reader(cache, version, new Random(seed))));
            }
            for (Future<Void> reader : readers) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> reader(BlockCache cache, ObjectVersion version, Random random) {
        return () -> {
            ByteBuffer content = ByteBuffer.allocate(64);
            for (int read = 0; read < READS; read++) {
                int block = random.nextInt(BLOCKS);
                long position = (long) block * BlockCache.BLOCK + random.nextInt(BlockCache.BLOCK - 64);
                content.clear();
                assertThat(cache.read(version, position, content, () -> false)).isEqualTo(64);
                assertThat(content.array()).containsOnly(block);
                if (read % 8 == 0) {
                    cache.ahead(version, random.nextInt(BLOCKS), 2);
                }
            }
            return null;
        };
    }
}

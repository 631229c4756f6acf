package dev.dashline.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads at one folder's lock; {@code -Ddashline.stress=20000} for longer. Lincheck cannot run what uses files.
 */
class FolderLockStressTest {

    private static final int ROUNDS = Integer.getInteger("dashline.stress", 300);
    private static final int THREADS = 4;

    @TempDir
    private Path folder;

    /** Not safe for use by many threads: increments are lost if two threads have the lock. */
    private int counter;

    @Test
    void onlyOneThreadAtATimeHasTheLockOfAFolder() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int each = 0; each < THREADS; each++) {
                running.add(threads.submit(incrementing(start)));
            }
            for (Future<Void> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(counter).isEqualTo(THREADS * ROUNDS);
    }

    private Callable<Void> incrementing(CyclicBarrier start) {
        return () -> {
            start.await();
            for (int round = 0; round < ROUNDS; round++) {
                try (FolderLock ignored = FolderLock.take(folder)) {
                    int before = counter;
                    Thread.onSpinWait();
                    counter = before + 1;
                }
            }
            return null;
        };
    }
}

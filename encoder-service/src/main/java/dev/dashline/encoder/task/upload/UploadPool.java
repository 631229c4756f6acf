package dev.dashline.encoder.task.upload;

import dev.dashline.media.MediaException;
import dev.dashline.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many transfers all tasks of a process make at a time, and with that how much of their content is in
 * memory. Safe for use by many threads.
 */
public final class UploadPool implements Executor, AutoCloseable {

    private final ExecutorService senders;
    private final ScheduledExecutorService scanner;

    /**
     * @param senders runs uploads, one at a time in each thread; shut down with this
     * @param scanner runs scans, and keeps running after one has thrown; shut down with this
     */
    public UploadPool(ExecutorService senders, ScheduledExecutorService scanner) {
        this.senders = senders;
        this.scanner = scanner;
    }

    @Override
    public void execute(Runnable transfer) {
        senders.execute(transfer);
    }

    public <T> Future<T> submit(Callable<T> upload) {
        return senders.submit(upload);
    }

    /** Looks for segments to upload at this interval, until it is cancelled. */
    ScheduledFuture<?> scan(Runnable look, Duration every) {
        return scanner.scheduleWithFixedDelay(look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for a transfer.
     *
     * @throws dev.dashline.store.StoreException if the transfer failed in the store
     */
    public static <T> T await(Future<T> transfer) throws MediaException, InterruptedException {
        try {
            return transfer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MediaException cause) {
                throw cause;
            }
            if (e.getCause() instanceof StoreException cause) {
                throw cause;
            }
            throw new IllegalStateException("a transfer failed unexpectedly", e.getCause());
        }
    }

    @Override
    public void close() {
        scanner.shutdownNow();
        senders.shutdownNow();
    }
}

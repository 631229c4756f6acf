package dev.dashline.store.gcs;

import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs the calls of Google's client on other threads, since the client ignores interrupts while it waits for the
 * network. An abandoned call ends by itself soon after. Until then it does no harm: its writes have preconditions, too.
 */
final class GcsCalls implements AutoCloseable {

    private final ExecutorService threads;

    /**
     * Runs nothing yet.
     *
     * @param threads run the calls; shut down when this is closed
     */
    GcsCalls(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Makes a call and waits for it.
     *
     * @throws StoreException if it fails; {@code UNAVAILABLE}, and the interrupt still set, if this thread is
     * interrupted
     */
    <T> T run(URI object, String doing, Callable<T> call) {
        try {
            Future<T> running = threads.submit(call);
            try {
                return running.get();
            } catch (InterruptedException e) {
                running.cancel(true);
                Thread.currentThread().interrupt();
                throw new StoreException(Reason.UNAVAILABLE, object, "interrupted: cannot " + doing + " " + object, e);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException explained) {
                throw explained;
            }
            throw GcsErrors.explain(object, doing, e.getCause() == null ? e : e.getCause());
        } catch (RejectedExecutionException e) {
            throw new StoreException(Reason.UNAVAILABLE, object, "closed: cannot " + doing + " " + object, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package dev.dashline.publisher.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Does the same with many objects, several at a time. Hands only so many to the threads at a time, so that the objects
 * of one video never wait behind all objects of another. Safe for use by many threads.
 *
 * @param threads may be shared
 * @param atATime how many objects of one video, at most
 */
record StoreWork(ExecutorService threads, int atATime) {

    /** What is done with one object. */
    interface Step<T> {
        void with(T item) throws InterruptedException;
    }

    /**
     * Waits until the step is done with all items. If one fails, begins with no further one and interrupts those under
     * way.
     *
     * @throws RuntimeException as the step threw it
     */
    <T> void forEach(Iterator<T> items, Step<T> step) throws InterruptedException {
        ExecutorCompletionService<T> done = new ExecutorCompletionService<>(threads);
        List<Future<T>> begun = new ArrayList<>();
        int running = 0;
        try {
            while (items.hasNext() || running > 0) {
                if (items.hasNext() && running < atATime) {
                    T item = items.next();
                    begun.add(done.submit(() -> {
                        step.with(item);
                        return item;
                    }));
                    running++;
                } else {
                    done.take().get();
                    running--;
                    begun.removeIf(Future::isDone);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            begun.forEach(each -> each.cancel(true));
        }
    }
}

package dev.dashline.cli.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Started resources, in layers. The last layer is stopped first, and all resources of a layer at the same time. A
 * shutdown hook does the same when the JVM ends, even during start-up. Who stops waits for the resources of a layer,
 * unless the layer is said to end by itself. Thread-safe.
 */
final class Lifetime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<Resources> layers = new ArrayDeque<>();
    private final Thread hook = new Thread(this::stop, "stack-shutdown");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean ended;

    /** A layer. */
    private record Resources(boolean awaited, List<AutoCloseable> all) {}

    Lifetime() {
        layers.push(new Resources(true, new ArrayList<>()));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Adds a started resource. It is stopped at once if stopping has begun in the meantime. */
    <T extends AutoCloseable> T add(T resource) {
        synchronized (this) {
            if (!ended) {
                layers.element().all().add(resource);
                return resource;
            }
        }
        stop(resource);
        throw new IllegalStateException("stopped while it was being started");
    }

    /**
     * Begins a new layer, which is stopped before the earlier ones.
     *
     * @param awaited false if the earlier ones need not wait until its resources are stopped: then these end on daemon
     *     threads, and no later than the JVM
     */
    synchronized void nextLayer(boolean awaited) {
        if (!ended) {
            layers.push(new Resources(awaited, new ArrayList<>()));
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook has done it all.
        }
    }

    /** Returns when everything is stopped that is awaited, by this thread or by another. */
    private void stop() {
        List<Resources> mine;
        synchronized (this) {
            ended = true;
            mine = List.copyOf(layers);
            layers.clear();
        }
        if (mine.isEmpty()) {
            awaitUninterruptibly(stopped::await);
            return;
        }
        for (Resources layer : mine) {
            List<Thread> stopping = layer.all().stream().map(Lifetime::stopping).toList();
            if (layer.awaited()) {
                stopping.forEach(thread -> awaitUninterruptibly(thread::join));
            }
        }
        stopped.countDown();
    }

    private static Thread stopping(AutoCloseable resource) {
        Thread thread = new Thread(() -> stop(resource), "stop");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void stop(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.atWarn().setCause(e).addKeyValue("resource", resource).log("resource did not stop cleanly");
        }
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    private static void awaitUninterruptibly(Wait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

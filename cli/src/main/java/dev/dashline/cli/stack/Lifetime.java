package dev.dashline.cli.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and must be stopped, in layers: what is in one layer is stopped at the same time, and the last
 * layer first. Also when this JVM is told to end, even while more is being started. Thread-safe.
 */
final class Lifetime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<List<AutoCloseable>> layers = new ArrayDeque<>();
    private final Thread hook = new Thread(this::stop, "stack-shutdown");
    private boolean ended;

    Lifetime() {
        layers.push(new ArrayList<>());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Hands over something that has just been started. It is stopped at once if the end has come in the meantime. */
    <T extends AutoCloseable> T add(T resource) {
        synchronized (this) {
            if (!ended) {
                layers.element().add(resource);
                return resource;
            }
        }
        stop(resource);
        throw new IllegalStateException("stopped while it was being started");
    }

    /** What is added from now on is stopped before what was added until now. */
    synchronized void nextLayer() {
        layers.push(new ArrayList<>());
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

    /** Returns when all is stopped, whoever stops it. */
    private synchronized void stop() {
        ended = true;
        while (!layers.isEmpty()) {
            layers.pop().stream()
                    .map(resource -> new Thread(() -> stop(resource), "stop"))
                    .peek(Thread::start)
                    .toList()
                    .forEach(Lifetime::join);
        }
    }

    private static void stop(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.atWarn().setCause(e).addKeyValue("resource", resource).log("did not stop well");
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.dashline.runtime.threads;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose thread factory reports exceptions of tasks. An exception that ends up in a future is left to the caller,
 * unless it is a fatal error.
 */
final class SupervisedPool extends ThreadPoolExecutor {

    private static final int IDLE_SECONDS = 60;

    private final String name;
    private final ThreadFailures failures;
    private final ThreadFaults faults;

    private SupervisedPool(
            String name,
            int core,
            int most,
            BlockingQueue<Runnable> queue,
            ThreadFactory threads,
            ThreadFailures failures,
            ThreadFaults faults) {
        super(core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads);
        this.name = name;
        this.failures = failures;
        this.faults = faults;
    }

    static SupervisedPool fixed(
            String name, int size, ThreadFactory threads, ThreadFailures failures, ThreadFaults faults) {
        return new SupervisedPool(name, size, size, new LinkedBlockingQueue<>(), threads, failures, faults);
    }

    static SupervisedPool cached(String name, ThreadFactory threads, ThreadFailures failures, ThreadFaults faults) {
        return new SupervisedPool(name, 0, Integer.MAX_VALUE, new SynchronousQueue<>(), threads, failures, faults);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        Futures.fatalErrorOf(task).ifPresent(error -> failures.fatal(name, error));
        if (thrown == null) {
            faults.reach(name);
        }
    }
}

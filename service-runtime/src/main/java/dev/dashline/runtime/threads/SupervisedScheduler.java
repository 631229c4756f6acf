package dev.dashline.runtime.threads;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scheduler that reports what its tasks throw, and runs a periodic task again after it has thrown. */
final class SupervisedScheduler extends ScheduledThreadPoolExecutor {

    private final String name;
    private final ThreadFailures failures;
    private final ThreadFaults faults;

    SupervisedScheduler(String name, int threads, ThreadFactory factory, ThreadFailures failures, ThreadFaults faults) {
        super(threads, factory);
        this.name = name;
        this.failures = failures;
        this.faults = faults;
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(reported(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(reported(task), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(reported(task), initialDelay, delay, unit);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        Futures.fatalErrorOf(task).ifPresent(error -> failures.fatal(name, error));
    }

    private Runnable reported(Runnable task) {
        return () -> {
            try {
                faults.reach(name);
                task.run();
            } catch (Throwable failure) {
                failures.failed(name, failure);
            }
        };
    }
}

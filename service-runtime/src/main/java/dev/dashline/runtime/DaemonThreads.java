package dev.dashline.runtime;

import java.util.concurrent.ThreadFactory;

/** Makes threads that keep no process from ending. Safe for use by any thread. */
public final class DaemonThreads implements ThreadFactory {

    private final String name;

    private DaemonThreads(String name) {
        this.name = name;
    }

    /**
     * A factory.
     *
     * @param name of all its threads, as it stands in logs
     */
    public static ThreadFactory named(String name) {
        return new DaemonThreads(name);
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

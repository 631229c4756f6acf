package dev.dashline.publisher.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what a pool gives to its threads one by one, when the test says so. What it does not run hangs. */
final class Steps implements Executor {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    /** Runs the oldest step. */
    void runOne() {
        steps.remove().run();
    }

    /** Runs everything, and what comes of it. */
    void runAll() {
        while (!steps.isEmpty()) {
            runOne();
        }
    }

    /** The oldest step hangs: it can be run later. */
    Runnable hangOne() {
        return steps.remove();
    }
}

package dev.dashline.publisher.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs the tasks of a pool one by one, when the test says so. A task that is not run hangs. */
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

    /** Runs all steps, and those that they add. */
    void runAll() {
        while (!steps.isEmpty()) {
            runOne();
        }
    }

    /** Takes the oldest step away, so that it hangs; the test can run it later. */
    Runnable hangOne() {
        return steps.remove();
    }
}

package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executor that is owned by a supervisor. */
record SupervisedExecutor(String name, ExecutorService executor) implements Supervised {

    private static final Logger log = LoggerFactory.getLogger(SupervisedExecutor.class);

    @Override
    public boolean hasEnded() {
        return executor.isTerminated();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return Optional.empty();
    }

    @Override
    public void close(Duration within) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS)) {
                log.atError().addKeyValue("thread", name).log("thread did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

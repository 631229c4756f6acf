package dev.dashline.schemas.retry;

import java.time.Duration;

/** Lets time pass. Tests replace it to set time by hand. */
@FunctionalInterface
public interface Sleeper {

    /** Real time. Safe for use by any thread. */
    Sleeper SYSTEM = span -> Thread.sleep(span.toMillis(), span.toNanosPart() % 1_000_000);

    /**
     * Returns after this span.
     *
     * @param span not negative
     * @throws InterruptedException if the thread is interrupted before
     */
    void sleep(Duration span) throws InterruptedException;
}

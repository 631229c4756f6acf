package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Time that passes only in pauses: some of them end at once, the one after those lasts until the loop is stopped. */
final class ManualPauses implements Pauses {

    private final AtomicInteger shortOnes;
    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<Duration> begun = new LinkedBlockingQueue<>();

    /** @param shortOnes how many pauses end at once */
    ManualPauses(int shortOnes) {
        this.shortOnes = new AtomicInteger(shortOnes);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public boolean await(CountDownLatch stopping, Duration atMost) throws InterruptedException {
        begun.add(atMost);
        if (shortOnes.getAndDecrement() > 0) {
            nanos.addAndGet(atMost.toNanos());
            return false;
        }
        stopping.await();
        return true;
    }

    /** The next pauses that were begun, as soon as there are so many. */
    List<Duration> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private Duration next() {
        try {
            Duration pause = begun.poll(10, TimeUnit.SECONDS);
            if (pause == null) {
                throw new AssertionError("no pause was begun");
            }
            return pause;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

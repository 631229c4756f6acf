package dev.dashline.cli.feed;

import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;

/** Limits a caller to a rate. Time that a late call has lost is not made up for by later ones. For one thread. */
public final class Pacer {

    private final Rate rate;
    private final Time time;
    private long nextNanos;
    private boolean begun;

    /** A clock for intervals that can also wait. */
    public interface Time extends Sleeper {

        Time REAL = new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration span) throws InterruptedException {
                Sleeper.SYSTEM.sleep(span);
            }
        };

        long nanos();
    }

    public Pacer(Rate rate) {
        this(rate, Time.REAL);
    }

    Pacer(Rate rate, Time time) {
        this.rate = rate;
        this.time = time;
    }

    /** Waits until the rate allows the next call. */
    public void next() throws InterruptedException {
        long now = time.nanos();
        if (begun && nextNanos - now > 0) {
            time.sleep(Duration.ofNanos(nextNanos - now));
            now = nextNanos;
        }
        begun = true;
        nextNanos = now + rate.interval().map(Duration::toNanos).orElse(0L);
    }
}

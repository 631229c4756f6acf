package dev.dashline.cli.feed;

import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;

/** Lets one through at a time, and the next no sooner than the rate allows. What was late does not make what follows earlier. For one thread. */
public final class Pacer {

    private final Rate rate;
    private final Time time;
    private long nextNanos;
    private boolean begun;

    /** Time as it passes. */
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

    /** Returns when the next one may go. */
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

package dev.dashline.cli.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by what is waited for. */
public final class ManualTime implements Pacer.Time {

    private final List<Duration> pauses = new ArrayList<>();
    private long now = -5;

    public List<Duration> pauses() {
        return pauses;
    }

    void advance(Duration span) {
        now += span.toNanos();
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleep(Duration span) {
        pauses.add(span);
        advance(span);
    }
}

package dev.dashline.systemtests.fleet;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when, in milliseconds. Of what happens at the same moment, what was planned first comes first. */
final class SimulatedTime {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long planned;

    private record Event(long at, long number, Runnable action) {}

    long now() {
        return now;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + Math.max(0, millis), planned++, action));
    }

    void at(long moment, Runnable action) {
        after(moment - now, action);
    }

    /** Lets the next event happen; false if there is none. */
    boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.action().run();
        return true;
    }
}

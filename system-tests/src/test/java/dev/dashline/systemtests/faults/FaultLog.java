package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the faults of a run and records those that happened. Thread-safe. */
final class FaultLog {

    private final TopicRecorder recorder;
    private final Journal journal;
    private final List<InjectedFault> injected = Collections.synchronizedList(new ArrayList<>());
    private final List<Violation> violations = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger number = new AtomicInteger();

    FaultLog(TopicRecorder recorder, Journal journal) {
        this.recorder = recorder;
        this.journal = journal;
    }

    /** Begins the next fault. */
    void next() {
        number.incrementAndGet();
    }

    /** The number of the current fault, from 1. */
    int number() {
        return number.get();
    }

    void happened(FleetFault fault, String target) {
        injected.add(new InjectedFault(fault, Instant.now(), recorder.open().size()));
        journal.say("fault " + number() + ": " + fault.text() + (target.isEmpty() ? "" : " (" + target + ")"));
    }

    /** Something did not bear its fault. */
    void violated(Invariant invariant, String about, String what) {
        violations.add(new Violation(invariant, about, what));
        journal.say("violation of " + invariant + ": " + about + " " + what);
    }

    void say(String line) {
        journal.say(line);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    List<InjectedFault> injected() {
        return List.copyOf(injected);
    }
}

package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sends requests and injects faults, each fault after its share of the requests; then waits until all attempts have
 * ended.
 */
final class FaultPhase {

    private static final Duration QUIET_FOR = Duration.ofMinutes(3);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

    private final TopicRecorder recorder;
    private final FaultInjector injector;
    private final Random random;
    private final Journal journal;

    FaultPhase(TopicRecorder recorder, FaultInjector injector, Random random, Journal journal) {
        this.recorder = recorder;
        this.injector = injector;
        this.random = random;
        this.journal = journal;
    }

    /** Returns the faults that never found a target, although each was tried until the end. */
    List<FleetFault> run(LoadGenerator load, int clients, List<FleetFault> faults)
            throws InterruptedException, IOException {
        int steps = faults.size() + 1; // the last step is for faults that are still due
        load.allow(1.0 / (steps + 1));
        load.start(clients);
        List<FleetFault> due = new ArrayList<>();
        int ended = 0;
        for (int i = 0; i < steps; i++) {
            awaitEnded(ended + load.total() / (steps + 1));
            ended = recorder.countEnded();
            due.addAll(faults.subList(i, Math.min(i + 1, faults.size())));
            double part = (i + 2.0) / (steps + 1); // the fault hits the requests that are let in now
            inject(due, () -> load.allow(part));
            if (i % 5 == 0) {
                progress(load, i + 1, steps);
            }
        }
        injector.settle();
        drain(load);
        progress(load, steps, steps);
        return due;
    }

    /** Removes the faults that happen from those that are due. */
    private void inject(List<FleetFault> due, Runnable traffic) throws InterruptedException, IOException {
        if (due.stream().allMatch(fault -> fault.point().isEmpty())) {
            traffic.run();
        }
        Shell.pause(Duration.ofMillis(random.nextInt(1_000)));
        for (FleetFault fault : List.copyOf(due)) {
            if (injector.inject(fault, traffic)) {
                due.remove(fault);
            }
        }
    }

    /** Lets some attempts end between two faults: otherwise all services would just be down all the time. */
    private void awaitEnded(int count) throws InterruptedException {
        Shell.await(ENDED_WITHIN, () -> recorder.countEnded() >= count);
    }

    /** Waits until all attempts have an outcome, or until no attempt has ended for a long time. */
    private void drain(LoadGenerator load) throws InterruptedException {
        Instant begun = Instant.now();
        boolean all = Shell.await(
                Duration.ofHours(1), () -> (load.isDone() && recorder.open().isEmpty()) || isQuiet(begun));
        if (!all || !recorder.open().isEmpty()) {
            journal.say("still open: " + recorder.open().keySet());
        }
    }

    private boolean isQuiet(Instant begun) {
        Instant latest = recorder.lastEnd().isAfter(begun) ? recorder.lastEnd() : begun;
        return latest.plus(QUIET_FOR).isBefore(Instant.now());
    }

    private void progress(LoadGenerator load, int faults, int of) {
        journal.say("submitted " + load.submitted() + ", ended " + recorder.countEnded() + ", open "
                + recorder.open().size() + ", faults " + faults + " of " + of);
    }
}

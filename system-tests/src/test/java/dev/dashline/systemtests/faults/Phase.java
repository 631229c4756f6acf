package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests and faults side by side, each fault after its part of the requests; then the time that all need to end. */
final class Phase {

    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final Duration PACE = Duration.ofSeconds(30);
    private final Recorder recorder;
    private final Injector injector;
    private final Random random;
    private final Journal journal;

    Phase(Recorder recorder, Injector injector, Random random, Journal journal) {
        this.recorder = recorder;
        this.injector = injector;
        this.random = random;
        this.journal = journal;
    }

    /** Returns the faults that found nothing to happen to, though each was tried until the end. */
    List<Fault> run(Load load, int clients, List<Fault> faults) throws InterruptedException, IOException {
        int steps = faults.size() + 1; // the last one for those that are still due
        load.allow(1.0 / (steps + 1));
        load.start(clients);
        List<Fault> due = new ArrayList<>();
        int ended = 0;
        for (int i = 0; i < steps; i++) {
            awaitEnded(ended + load.total() / (steps + 1));
            ended = recorder.countEnded();
            due.addAll(faults.subList(i, Math.min(i + 1, faults.size())));
            double part = (i + 2.0) / (steps + 1); // what is asked now is what the fault comes upon
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

    /** Those that happen are due no more. */
    private void inject(List<Fault> due, Runnable traffic) throws InterruptedException, IOException {
        if (due.stream().allMatch(fault -> fault.point().isEmpty())) {
            traffic.run();
        }
        Shell.pause(Duration.ofMillis(random.nextInt(1_000)));
        for (Fault fault : List.copyOf(due)) {
            if (injector.inject(fault, traffic)) {
                due.remove(fault);
            }
        }
    }

    /** Faults that come before anything has ended since the last one would show nothing but that all are down. */
    private void awaitEnded(int count) throws InterruptedException {
        Shell.await(PACE, () -> recorder.countEnded() >= count);
    }

    /** Until all have an outcome, or nothing happens any more. */
    private void drain(Load load) throws InterruptedException {
        Instant begun = Instant.now();
        boolean all = Shell.await(
                Duration.ofHours(1), () -> (load.isDone() && recorder.open().isEmpty()) || isQuiet(begun));
        if (!all || !recorder.open().isEmpty()) {
            journal.say("without outcome: " + recorder.open().keySet());
        }
    }

    private boolean isQuiet(Instant begun) {
        Instant latest = recorder.lastEnd().isAfter(begun) ? recorder.lastEnd() : begun;
        return latest.plus(QUIET).isBefore(Instant.now());
    }

    private void progress(Load load, int faults, int of) {
        journal.say("asked " + load.asked() + ", ended " + recorder.countEnded() + ", under way "
                + recorder.open().size() + ", faults " + faults + " of " + of);
    }
}

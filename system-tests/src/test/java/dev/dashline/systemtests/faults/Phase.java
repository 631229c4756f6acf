package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Requests and faults side by side, each fault after its part of the requests; then the time that all need to end. */
final class Phase {

    private static final Duration QUIET = Duration.ofMinutes(3);
    private static final Duration PACE = Duration.ofSeconds(30);
    private static final int TRIES = 3;

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

    void run(Load load, int clients, List<Fault> faults) throws InterruptedException, IOException {
        load.allow(1.0 / (faults.size() + 1));
        load.start(clients);
        for (int i = 0; i < faults.size(); i++) {
            awaitPace(load.total() / (faults.size() + 1));
            double part = (i + 2.0) / (faults.size() + 1); // what is asked now is what the fault comes upon
            if (faults.get(i).point().isEmpty()) {
                load.allow(part);
            }
            Shell.pause(Duration.ofMillis(random.nextInt(1_000)));
            for (int tries = 0; tries < TRIES && !injector.inject(faults.get(i), () -> load.allow(part)); tries++) {
                Shell.pause(Duration.ofSeconds(1));
            }
            if (i % 5 == 0) {
                progress(load, i + 1, faults.size());
            }
        }
        load.allow(1);
        injector.settle();
        drain(load);
        progress(load, faults.size(), faults.size());
    }

    /** Faults that come before anything of the last one's has ended would show nothing but that all are down. */
    private void awaitPace(int share) throws InterruptedException {
        int ended = recorder.countEnded();
        Shell.await(PACE, () -> recorder.countEnded() - ended >= share);
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

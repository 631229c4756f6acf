package dev.dashline.systemtests.faults;

import dev.dashline.systemtests.history.AttemptId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask for one video after the other, so many at a time, and no faster than the faults come: the schedule so meets the same
 * requests in each run. Thread-safe.
 */
final class Load implements AutoCloseable {

    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 100;

    /** What a client wants, by number. */
    interface Wishes {
        Wish wish(int number) throws Exception;
    }

    private final Client client;
    private final Recorder recorder;
    private final Journal journal;
    private final int total;
    private final Wishes wishes;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final List<String> problems = new ArrayList<>();
    private volatile int allowed;

    Load(Client client, Recorder recorder, Journal journal, int total, Wishes wishes) {
        this.client = client;
        this.recorder = recorder;
        this.journal = journal;
        this.total = total;
        this.wishes = wishes;
    }

    void start(int clients) {
        for (int i = 0; i < clients; i++) {
            threads.execute(this::work);
        }
    }

    /** Lets clients ask for this part of all videos, from 0 to 1. */
    void allow(double part) {
        allowed = (int) Math.ceil(total * part);
    }

    int total() {
        return total;
    }

    int asked() {
        return Math.min(next.get(), total);
    }

    /** Whether every video was asked for and has an outcome, or has taken too long. */
    boolean isDone() {
        return done.get() >= total;
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdownNow();
        var unused = threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void work() {
        try {
            for (int number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
                while (number >= allowed) {
                    Thread.sleep(LOOK_MILLIS);
                }
                ask(number);
                done.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, it is to be told
    private void ask(int number) throws InterruptedException {
        try {
            AttemptId attempt = client.ask(wishes.wish(number));
            if (!Shell.await(OUTCOME_WITHIN, () -> recorder.outcome(attempt).isPresent())) {
                journal.say("no outcome yet: " + attempt);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            journal.say("request " + number + ": " + e);
            synchronized (this) {
                problems.add("request " + number + ": "
                        + Optional.ofNullable(e.getMessage()).orElse(e.toString()));
            }
        }
    }
}

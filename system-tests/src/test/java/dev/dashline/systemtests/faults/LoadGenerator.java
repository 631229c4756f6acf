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
 * Clients that submit one video after the other, some in parallel. They submit no faster than faults are injected, so
 * that each run of a schedule hits the same requests. Thread-safe.
 */
final class LoadGenerator implements AutoCloseable {

    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 100;

    /** The requests, by number. */
    interface Requests {
        ClientRequest request(int number) throws Exception;
    }

    private final Client client;
    private final TopicRecorder recorder;
    private final Journal journal;
    private final int total;
    private final Requests requests;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final List<String> problems = new ArrayList<>();
    private volatile int allowed;

    LoadGenerator(Client client, TopicRecorder recorder, Journal journal, int total, Requests requests) {
        this.client = client;
        this.recorder = recorder;
        this.journal = journal;
        this.total = total;
        this.requests = requests;
    }

    void start(int clients) {
        for (int i = 0; i < clients; i++) {
            threads.execute(this::work);
        }
    }

    /** Lets clients submit this part of all requests, from 0 to 1. */
    void allow(double part) {
        allowed = (int) Math.ceil(total * part);
    }

    int total() {
        return total;
    }

    int submitted() {
        return Math.min(next.get(), total);
    }

    /** Whether every request was submitted and has an outcome or has timed out. */
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
                submit(number);
                done.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the report lists every problem
    private void submit(int number) throws InterruptedException {
        try {
            AttemptId attempt = client.submit(requests.request(number));
            if (!Shell.await(OUTCOME_WITHIN, () -> recorder.outcome(attempt).isPresent())) {
                journal.say("no outcome in time: " + attempt);
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

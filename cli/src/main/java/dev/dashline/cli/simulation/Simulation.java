package dev.dashline.cli.simulation;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.feed.Feed;
import dev.dashline.cli.feed.Rate;
import dev.dashline.cli.feed.RequestLine;
import dev.dashline.cli.follow.EventFollower;
import dev.dashline.cli.stack.EmbeddedStack;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Feeds a simulated stack and counts what comes of it. */
public final class Simulation {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final EmbeddedStack stack;
    private final SimulatedFleet fleet;
    private final LiveLine live;
    private final PrintStream err;
    private final Tally tally = new Tally();
    private final Counter submitted;
    private final Counter parseErrors;

    public Simulation(EmbeddedStack stack, SimulatedFleet fleet, MeterRegistry meters, PrintStream err) {
        this.stack = stack;
        this.fleet = fleet;
        this.live = new LiveLine(err);
        this.err = err;
        this.submitted = Counter.builder("dashline.simulation.submitted")
                .description("Requests that were accepted")
                .register(meters);
        this.parseErrors = Counter.builder("dashline.simulation.parse.errors")
                .description("Lines that were skipped: not a request, or refused")
                .register(meters);
    }

    /** Waits until all encoders and publishers are ready. */
    public void awaitReady() throws InterruptedException {
        long begun = System.nanoTime();
        while (!fleet.isReady()) {
            stack.requireSound();
            if (System.nanoTime() - begun > READY_WITHIN.toNanos()) {
                throw new CliException("encoders and publishers are not ready after " + READY_WITHIN.toMinutes()
                        + " minutes; run it again with --verbose to see why");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Submits all lines, follows the videos, and returns when all have ended and {@code mayEnd} is true. */
    public void run(Iterator<RequestLine> lines, Rate rate, BooleanSupplier mayEnd) throws InterruptedException {
        FutureTask<Void> feeding = new FutureTask<>(() -> {
            new Feed(new IngestClient(stack.api()), rate).run(new Sourceless(lines), listener());
            return null;
        });
        Thread feeder = new Thread(feeding, "feed");
        feeder.setDaemon(true);
        feeder.start();
        try (EventFollower follower = new EventFollower(stack.kafka())) {
            while (!feeding.isDone() || !tally.allEnded() || !mayEnd.getAsBoolean()) {
                stack.requireSound();
                follower.poll(tally::apply, POLL);
                live.show(tally.stats(), fleet.load());
            }
        } finally {
            live.close();
        }
        requireFed(feeding);
    }

    /** For people: two lines. */
    public Iterable<String> lines() {
        return tally.stats().lines();
    }

    /** For programs: one line of JSON. */
    public String json() {
        return tally.stats().json();
    }

    /** Replaces the sources: they are not read, so rules about where sources may be must not apply. */
    private record Sourceless(Iterator<RequestLine> lines) implements Iterator<RequestLine> {

        @Override
        public boolean hasNext() {
            return lines.hasNext();
        }

        @Override
        public RequestLine next() {
            RequestLine line = lines.next();
            if (line instanceof RequestLine.Asked asked) {
                asked.body().put("source", "file:///simulated/" + line.number());
            }
            return line;
        }
    }

    private Feed.Listener listener() {
        return new Feed.Listener() {
            @Override
            public void submitted(RequestLine.Asked line, String videoId) {
                submitted.increment();
                tally.submitted(videoId);
            }

            @Override
            public void skipped(RequestLine.Wrong line) {
                parseErrors.increment();
                tally.skipped();
                live.close();
                err.println("dashline: line " + line.number() + " " + line.why());
            }
        };
    }

    private static void requireFed(FutureTask<Void> feeding) throws InterruptedException {
        try {
            feeding.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}

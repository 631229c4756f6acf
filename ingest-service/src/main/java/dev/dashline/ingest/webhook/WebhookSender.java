package dev.dashline.ingest.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Supervisor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages, several to a host at a time, and to one that did not answer last one at a time, so that a receiver
 * that is away costs the others nothing. What cannot be begun in time is dropped: its lease ends, and it is given
 * again.
 * Safe for use by any thread; {@link #send} does not block.
 */
public final class WebhookSender implements Layer {

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    private static final int THREADS = 64;
    private static final int TO_ONE_HOST = 8;
    private static final int MOST_WAITING = 10_000;
    /** What begins later than that could end after its lease. */
    private static final Duration BEGUN_WITHIN = DeliveryQueue.LEASE.minus(WebhookPost.TIMEOUT.multipliedBy(2));

    private static final int GONE = 410;

    private final WebhookPost post;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final Consumer<WebhookDelivery> results;

    @GuardedBy("this")
    private final Map<String, Host> hosts = new HashMap<>();

    @GuardedBy("this")
    private int waiting;

    /** Messages to one host. */
    private static final class Host {

        private final Queue<Waiting> queue = new ArrayDeque<>();
        private int running;
        private boolean silent;

        private boolean hasRoom() {
            return running < (silent ? 1 : TO_ONE_HOST);
        }
    }

    private record Waiting(WebhookMessage message, Instant since) {}

    /** @param results takes the results, on any thread */
    public WebhookSender(
            Destinations destinations,
            RetrySchedule schedule,
            Clock clock,
            Supervisor supervisor,
            Consumer<WebhookDelivery> results) {
        this.schedule = schedule;
        this.clock = clock;
        this.threads = supervisor.pool("webhook", THREADS);
        this.timer = supervisor.scheduled("webhook-timeout", 1);
        this.post = new WebhookPost(destinations, (SSLSocketFactory) SSLSocketFactory.getDefault(), timer);
        this.results = results;
    }

    /** Sends a message soon. */
    public synchronized void send(WebhookMessage message) {
        if (waiting < MOST_WAITING) {
            waiting++;
            Host host = hosts.computeIfAbsent(message.url().getRawAuthority(), name -> new Host());
            host.queue.add(new Waiting(message, clock.instant()));
            begin(host);
        }
    }

    private synchronized void begin(Host host) {
        while (host.hasRoom() && !host.queue.isEmpty()) {
            Waiting next = host.queue.remove();
            waiting--;
            if (next.since().plus(BEGUN_WITHIN).isAfter(clock.instant())) {
                host.running++;
                try {
                    threads.execute(() -> tryOnce(host, next.message()));
                } catch (RejectedExecutionException e) {
                    log.atDebug().setCause(e).log("message dropped, closing");
                }
            }
        }
    }

    private void tryOnce(Host host, WebhookMessage message) {
        boolean answered = false;
        try {
            Optional<Integer> status = Optional.empty();
            Optional<String> problem = Optional.empty();
            try {
                status = Optional.of(post.send(message.url(), message.headers(clock.instant()), message.payload()));
                answered = true;
            } catch (IOException | IllegalArgumentException e) {
                problem = Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            results.accept(result(message, status, problem));
        } finally {
            ended(host, message, answered);
        }
    }

    private synchronized void ended(Host host, WebhookMessage message, boolean answered) {
        host.running--;
        host.silent = !answered;
        if (host.running == 0 && host.queue.isEmpty()) {
            hosts.remove(message.url().getRawAuthority(), host);
        } else {
            begin(host);
        }
    }

    private WebhookDelivery result(WebhookMessage message, Optional<Integer> status, Optional<String> problem) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int tries = message.tries() + 1;
        boolean delivered = status.filter(code -> code / 100 == 2).isPresent();
        boolean again = !delivered && status.filter(code -> code == GONE).isEmpty();
        Optional<Instant> nextAt = again ? schedule.after(tries).map(now::plus) : Optional.empty();
        DeliveryOutcome missed = nextAt.isPresent() ? DeliveryOutcome.FAILED : DeliveryOutcome.GIVEN_UP;
        return WebhookDelivery.newBuilder()
                .setVideoId(message.videoId())
                .setEventId(message.eventId())
                .setType(message.type())
                .setTenant(message.tenant())
                .setUrl(message.url().toString())
                .setPayload(message.payload())
                .setAt(now)
                .setTries(tries)
                .setOutcome(delivered ? DeliveryOutcome.DELIVERED : missed)
                .setStatus(status.orElse(null))
                .setProblem(delivered ? null : problem.orElseGet(() -> "the receiver answered " + status.orElse(0)))
                .setNextAt(nextAt.orElse(null))
                .build();
    }

    /** Does not wait for answers: what is open is sent again after its lease. */
    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }
}

package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.Expectations;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.forecast.PublisherDemand;
import dev.dashline.publisher.forecast.PublisherForecast;
import dev.dashline.publisher.pool.Member.State;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.publication.Failures;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps publishers ready and gives them orders, the most urgent first. Publishers that fail to start are replaced, those that hang are cut
 * off, and an order whose publisher broke goes to another one, three times at most. Somebody has to call {@link #tick} often.
 *
 * <p>Each order is answered once, unless it is cancelled; an order that was cancelled or cut off may be answered, too, by a publisher that
 * finishes it all the same. Safe for use by any thread.
 */
final class PublisherPool {

    private static final Logger log = LoggerFactory.getLogger(PublisherPool.class);
    private static final int TRIES = 3;
    private static final Duration START_PAUSE = Duration.ofMillis(200);
    private static final int LONGEST_PAUSE = 5;
    private static final Duration CANCEL_WITHIN = Duration.ofSeconds(2);

    private final PublisherKind kind;
    private final PoolSettings settings;
    private final Clock clock;
    private final Executor threads;
    private final BiConsumer<PublicationOrder, PublishOutcome> answers;

    private final DemandEstimator estimator;
    private final List<Member> members = new ArrayList<>();
    private final TreeSet<PublicationOrder> waiting = new TreeSet<>(PublicationOrder.URGENCY);
    private final Map<PublicationOrder.Id, Open> open = new HashMap<>();
    /** Orders that publishers are at, answered or not, and even if those were cut off. */
    private final Map<PublicationOrder.Id, CompletableFuture<Void>> atWork = new HashMap<>();

    private final Expectations expectations = new Expectations();
    private final PublisherForecast forecast = new PublisherForecast();
    private int failedStarts;
    private Instant nextStart = Instant.MIN;
    private boolean closed;

    /** An order that is not answered. */
    private record Open(PublicationOrder order, int tries) {}

    /**
     * @param threads where publishers run; never in the caller's thread
     * @param answers is called with the pool locked, so must not block nor call back
     */
    PublisherPool(
            PublisherKind kind,
            PoolSettings settings,
            Clock clock,
            Executor threads,
            BiConsumer<PublicationOrder, PublishOutcome> answers) {
        this.kind = kind;
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.answers = answers;
        this.estimator = new DemandEstimator(settings.prior());
    }

    synchronized void publish(PublicationOrder order) {
        if (closed || open.putIfAbsent(order.id(), new Open(order, 1)) != null) {
            return;
        }
        expectations.set(order.videoId(), Optional.empty());
        waiting.add(order);
        advance();
    }

    /** Forgets an order. The future completes when no publisher is at it any more. */
    synchronized CompletableFuture<Void> cancel(PublicationOrder.Id id) {
        forget(id);
        for (Member member : members) {
            if (member.isAt(id)) {
                member.interrupt();
                member.cutOffAt = now().plus(CANCEL_WITHIN);
            }
        }
        return atWork.getOrDefault(id, CompletableFuture.completedFuture(null));
    }

    synchronized void expect(String videoId, Optional<ExpectedPublication> next) {
        Optional<ExpectedPublication> before = expectations.set(videoId, next);
        boolean arrived = next.isPresent()
                && before.filter(known -> known.attempt() == next.get().attempt())
                        .isEmpty();
        if (arrived) {
            estimator.arrived(now());
        }
        advance();
    }

    /** Expects a video that arrived while another replica had its partition. */
    synchronized void restore(String videoId, ExpectedPublication expected) {
        expectations.set(videoId, Optional.of(expected));
        advance();
    }

    /** Does what only time makes due: cuts off, gives up, starts, retires. */
    synchronized void tick() {
        Instant now = now();
        PoolBounds bounds = settings.bounds();
        for (Member member : List.copyOf(members)) {
            if (member.state == State.STARTING && member.isHung(now)) {
                log.atWarn().log("publisher did not start in time and is cut off");
                cutOff(member);
                startFailed(now);
            } else if (member.state == State.BUSY && member.isHung(now)) {
                log.atWarn()
                        .addKeyValue("videoId", member.order == null ? "" : member.order.videoId())
                        .log("publisher did not publish in time and is cut off");
                cutOff(member);
                tryAgain(member.order, "No publisher finished within " + bounds.publishTimeout() + ".");
            }
        }
        advance();
        retire(now);
        foresee(now);
    }

    synchronized int count(State state) {
        return (int) members.stream().filter(member -> member.state == state).count();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** How many attempts were predicted to be late for want of a publisher. */
    synchronized long predictedLate() {
        return forecast.predictedLate();
    }

    synchronized void close() {
        closed = true;
        open.clear();
        waiting.clear();
        List.copyOf(members).forEach(this::cutOff);
    }

    private void advance() {
        Instant now = now();
        while (!waiting.isEmpty() && waiting.first().isLate(now)) {
            PublicationOrder late = waiting.first();
            answer(
                    late,
                    new Refused(
                            Failures.deadlineExceeded(FailureCode.DEADLINE_EXCEEDED.usualStage(), late.deadline())));
        }
        for (Member member : members) {
            if (member.state == State.WARM) {
                mostUrgentFor(member).ifPresent(order -> give(member, order, now));
            }
        }
        int room = settings.bounds().most() - members.size();
        if (!closed && !now.isBefore(nextStart)) {
            wanted(now).stream().limit(Math.max(0, room)).toList().forEach(video -> launch(now, video));
        }
    }

    private Optional<PublicationOrder> mostUrgentFor(Member member) {
        return waiting.stream().filter(order -> member.serves(order.videoId())).findFirst();
    }

    private void give(Member member, PublicationOrder order, Instant now) {
        waiting.remove(order);
        member.take(order, now, now.plus(settings.bounds().publishTimeout()));
        CompletableFuture<Void> ended = new CompletableFuture<>();
        atWork.merge(order.id(), ended, (other, one) -> CompletableFuture.allOf(other, one));
        threads.execute(() -> {
            try {
                publish(member, order);
            } finally {
                rest(order.id(), ended);
            }
        });
    }

    private synchronized void rest(PublicationOrder.Id id, CompletableFuture<Void> ended) {
        ended.complete(null);
        atWork.computeIfPresent(id, (same, all) -> all.isDone() ? null : all);
    }

    /** The publishers that are missing, each with the video that it is for, if it is for one. */
    private List<Optional<String>> wanted(Instant now) {
        if (settings.strategy().isShared()) {
            return Collections.nCopies(Math.max(0, -spare(now)), Optional.empty());
        }
        return needy().filter(videoId -> members.stream().noneMatch(member -> member.serves(videoId)))
                .map(Optional::of)
                .toList();
    }

    /** The videos that publishers of their own are due to, the most urgent first. */
    private Stream<String> needy() {
        Stream<String> encoded = waiting.stream().map(PublicationOrder::videoId);
        Stream<String> encoding = expectations.videosInEncoding();
        return settings.strategy() == PoolStrategy.COLD ? encoded : Stream.concat(encoded, encoding);
    }

    /** By how many more are starting or warm than should be; negative if there are too few. */
    private int spare(Instant now) {
        int busy = count(State.BUSY);
        PublisherDemand demand = new PublisherDemand(
                waiting.size(),
                expectations.encoding(),
                expectations.requested(),
                estimator.arrivalsPerSecond(now),
                estimator.startUp());
        int wanted = Math.max(demand.publishers(), settings.bounds().least()) - (kind.reusable() ? busy : 0);
        return ready() - wanted;
    }

    private int ready() {
        return count(State.STARTING) + count(State.WARM);
    }

    private void launch(Instant now, Optional<String> video) {
        Member member =
                new Member(kind.create(), video, now, now.plus(settings.bounds().startTimeout()));
        members.add(member);
        threads.execute(() -> start(member));
    }

    private void start(Member member) {
        enter(member);
        RuntimeException fault = null;
        try {
            member.publisher.start();
        } catch (InterruptedException e) {
            fault = new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            fault = e;
        }
        started(member, fault);
    }

    private synchronized void enter(Member member) {
        member.enter();
    }

    private synchronized void started(Member member, @Nullable RuntimeException fault) {
        member.leave();
        Instant now = now();
        if (member.state == State.GONE) {
            discard(member);
        } else if (fault != null) {
            log.atWarn().setCause(fault).log("publisher did not start and is replaced");
            remove(member);
            discard(member);
            startFailed(now);
        } else {
            failedStarts = 0;
            estimator.started(Duration.between(member.since, now));
            member.become(State.WARM, now);
        }
        advance();
    }

    private void startFailed(Instant now) {
        failedStarts++;
        nextStart = now.plus(START_PAUSE.multipliedBy(1L << Math.min(failedStarts, LONGEST_PAUSE)));
    }

    private void publish(Member member, PublicationOrder order) {
        enter(member);
        PublishOutcome outcome = null;
        RuntimeException fault = null;
        try {
            outcome = member.publisher.publish(order);
        } catch (InterruptedException e) {
            fault = new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            fault = e;
        }
        published(member, order, outcome, fault);
    }

    private synchronized void published(
            Member member, PublicationOrder order, @Nullable PublishOutcome outcome, @Nullable RuntimeException fault) {
        member.leave();
        boolean ours = member.state == State.BUSY;
        if (ours && outcome != null && kind.reusable()) {
            member.order = null;
            member.become(State.WARM, now());
        } else {
            remove(member);
            discard(member);
        }
        if (outcome instanceof Done || (ours && outcome != null && open.containsKey(order.id()))) {
            answer(order, outcome);
        } else if (ours && outcome == null) {
            tryAgain(order, "The publisher broke: " + fault);
        }
        advance();
    }

    private void tryAgain(@Nullable PublicationOrder order, String why) {
        Open known = order == null ? null : open.get(order.id());
        if (known == null || closed) {
            return;
        }
        if (known.tries() >= TRIES) {
            answer(known.order(), new Refused(Failures.of(FailureCode.PUBLISH_FAILED, why)));
        } else {
            open.put(known.order().id(), new Open(known.order(), known.tries() + 1));
            waiting.add(known.order());
        }
    }

    private void answer(PublicationOrder order, PublishOutcome outcome) {
        forget(order.id());
        answers.accept(order, outcome);
    }

    private void forget(PublicationOrder.Id id) {
        Open known = open.remove(id);
        if (known != null) {
            waiting.remove(known.order());
        }
    }

    /** Predicts once for each attempt that it will be late for want of a publisher. */
    private void foresee(Instant now) {
        Duration startUp = estimator.startUp();
        List<PublisherForecast.Need> unmet = forecast.newlyUnmet(
                needs(),
                members.stream().map(member -> readyAt(member, now, startUp)).toList(),
                now.plus(startUp),
                now);
        for (PublisherForecast.Need need : unmet) {
            log.atWarn()
                    .addKeyValue("videoId", need.id().videoId())
                    .addKeyValue("attempt", need.id().attempt())
                    .addKeyValue("deadline", need.deadline())
                    .log("video predicted late: no publisher will be ready before its deadline");
        }
        forecast.retainIf(id -> expectations.contains(id.videoId()) || open.containsKey(id));
    }

    private List<PublisherForecast.Need> needs() {
        Stream<PublisherForecast.Need> waits = waiting.stream()
                .flatMap(order -> order.deadline().map(due -> new PublisherForecast.Need(order.id(), due)).stream());
        return Stream.concat(waits, expectations.needs()).toList();
    }

    private Instant readyAt(Member member, Instant now, Duration startUp) {
        Instant started = member.since.plus(startUp);
        return switch (member.state) {
            case STARTING -> started.isAfter(now) ? started : now;
            case WARM -> now;
            case BUSY -> kind.reusable() ? now : now.plus(startUp);
            case GONE -> now.plus(startUp);
        };
    }

    private void retire(Instant now) {
        int spare = settings.strategy().isShared() ? spare(now) : members.size();
        for (Member member : List.copyOf(members)) {
            if (isUnneeded(member, now) && spare-- > 0) {
                remove(member);
                discard(member);
            }
        }
    }

    private boolean isUnneeded(Member member, Instant now) {
        if (settings.strategy().isShared()) {
            return member.isIdle(now, settings.bounds().idle());
        }
        return member.state == State.WARM && needy().noneMatch(member::serves);
    }

    private void cutOff(Member member) {
        boolean atWork = member.state != State.WARM;
        remove(member);
        member.interrupt();
        if (!atWork) {
            discard(member);
        }
    }

    private void remove(Member member) {
        member.become(State.GONE, now());
        members.remove(member);
    }

    private void discard(Member member) {
        if (closed) {
            member.publisher.close();
        } else {
            threads.execute(member.publisher::close);
        }
    }

    private Instant now() {
        return clock.instant();
    }
}

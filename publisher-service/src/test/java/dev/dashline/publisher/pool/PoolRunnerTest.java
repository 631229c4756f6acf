package dev.dashline.publisher.pool;

import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.publisher.Videos;
import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PooledPublisher.State;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The pool with publishers that run when the test says so. */
class PoolRunnerTest {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PUBLISH_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(Videos.T0);
    private final Steps steps = new Steps();
    private final List<String> answers = new ArrayList<>();

    @Test
    void keepsTheLeastReadyBeforeAnythingIsOrdered() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 2, 4);
        pool.tick();

        assertThat(pool.count(State.STARTING)).isEqualTo(2);
        steps.runAll();
        assertThat(pool.count(State.WARM)).isEqualTo(2);
    }

    @Test
    void servesTheEarliestDeadlineFirstAndWhatHasNoneLast() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("none", 1));
        pool.publish(order("later", at(9_000)));
        pool.publish(order("soon", at(5_000)));
        steps.runAll();

        assertThat(answers).containsExactly("soon done", "later done", "none done");
        assertThat(kind.made).hasSize(1);
    }

    @Test
    void usesAPublisherOnceIfItsKindIsSingleUse() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("a", 1));
        pool.publish(order("b", 1));
        steps.runAll();

        assertThat(answers).containsExactly("a done", "b done");
        assertThat(kind.made).hasSize(2).allSatisfy(publisher -> {
            assertThat(publisher.published).hasSize(1);
            assertThat(publisher.closed).isTrue();
        });
    }

    @Test
    void carriesOutAnOrderOnceHoweverOftenItIsGiven() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 4);
        pool.publish(order("a", 1));
        pool.publish(order("a", 1));
        steps.runAll();

        assertThat(answers).containsExactly("a done");
    }

    @Test
    void replacesAPublisherThatFailsToStartAfterAPause() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("a", 1));
        kind.made.get(0).failsToStart = true;
        steps.runAll();
        assertThat(kind.made).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        pool.tick();
        steps.runAll();
        assertThat(answers).containsExactly("a done");
    }

    @Test
    void replacesAPublisherThatHangsAtItsStart() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("a", 1));
        Runnable hung = steps.hangOne();
        clock.advance(START_TIMEOUT);
        pool.tick();
        clock.advance(Duration.ofSeconds(1));
        pool.tick();
        steps.runAll();
        assertThat(answers).containsExactly("a done");

        hung.run();
        steps.runAll();
        assertThat(kind.made.get(0).closed).isTrue();
        assertThat(pool.count(State.WARM)).isEqualTo(1);
    }

    @Test
    void givesTheOrderOfAPublisherThatHangsToAnotherOne() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("a", 1));
        steps.runOne();
        Runnable hung = steps.hangOne();
        clock.advance(PUBLISH_TIMEOUT);
        pool.tick();
        steps.runAll();
        assertThat(answers).containsExactly("a done");
        assertThat(kind.made).hasSize(2);

        hung.run();
        assertThat(answers).as("the arbiter needs both reports").containsExactly("a done", "a done");
    }

    @Test
    void refusesAnOrderThatBreaksThreePublishers() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        kind.allBreak = true;
        pool.publish(order("a", 1));
        steps.runAll();

        assertThat(answers).containsExactly("a PUBLISH_FAILED");
    }

    @Test
    void refusesAnOrderWhoseDeadlinePassesBeforeAPublisherIsReady() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        pool.publish(order("a", at(1_000)));
        clock.advance(Duration.ofSeconds(1));
        pool.tick();

        assertThat(answers).containsExactly("a DEADLINE_EXCEEDED");
    }

    @Test
    void forgetsAnOrderThatIsCancelledWhileItWaits() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        PublicationOrder order = order("a", 1);
        pool.publish(order);

        assertThat(pool.cancel(order.id())).isCompleted();
        steps.runAll();
        assertThat(answers).isEmpty();
    }

    @Test
    void saysWhenACancelledOrderIsAtRest() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 1);
        PublicationOrder order = order("a", 1);
        pool.publish(order);
        steps.runOne();
        Runnable publisher = steps.hangOne();
        CompletableFuture<Void> atRest = pool.cancel(order.id());
        clock.advance(Duration.ofSeconds(2));
        pool.tick();
        assertThat(pool.count(State.BUSY)).isZero();
        assertThat(atRest).as("the publisher is still at work").isNotDone();

        publisher.run();
        assertThat(atRest).isCompleted();
    }

    @Test
    void retiresWhatIsIdleAndKeepsTheLeast() {
        ScriptedPublishers kind = new ScriptedPublishers(true);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 1, 4);
        pool.publish(order("a", 1));
        pool.publish(order("b", 1));
        pool.publish(order("c", 1));
        steps.runAll();
        clock.advance(IDLE.plusSeconds(1));
        pool.tick();

        assertThat(pool.count(State.WARM)).isEqualTo(1);
    }

    @Test
    void startsNoMoreThanTheMost() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 3);
        for (int i = 0; i < 10; i++) {
            pool.publish(order("v" + i, 1));
        }

        assertThat(kind.made).hasSize(3);
        steps.runAll();
        assertThat(answers).hasSize(10);
    }

    @Test
    void coldStartsNothingForAVideoThatIsStillBeingEncoded() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.COLD, 0, 9);
        pool.expect("v", encoding());

        assertThat(kind.made).isEmpty();
    }

    @Test
    void parallelStartsOneWhenEncodingStarts() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.PARALLEL, 0, 9);
        pool.expect("v", Optional.of(new ExpectedPublication(1, Optional.empty(), Optional.empty())));
        assertThat(kind.made).isEmpty();

        pool.expect("v", encoding());
        assertThat(kind.made).hasSize(1);
        pool.publish(order("v", 1));
        assertThat(kind.made).hasSize(1);
    }

    @Test
    void aPublisherOfOneVideoServesNoOtherAndIsClosedWhenItComesTooLate() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.COLD, 0, 9);
        pool.publish(order("late", at(1_000)));
        Runnable slow = steps.hangOne();
        clock.advance(Duration.ofSeconds(1));
        pool.tick();
        assertThat(answers).containsExactly("late DEADLINE_EXCEEDED");

        pool.publish(order("next", at(9_000)));
        slow.run();
        assertThat(kind.made).hasSize(2);
        pool.tick();
        steps.runAll();
        assertThat(answers).containsExactly("late DEADLINE_EXCEEDED", "next done");
        assertThat(kind.made.get(0).published).isEmpty();
        assertThat(kind.made.get(0).closed).isTrue();
    }

    @Test
    void warmIsReadyForWhatArrivesDuringOneStartUp() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolSettings settings = new PoolSettings(
                PoolStrategy.WARM,
                new PoolBounds(0, 99, IDLE, START_TIMEOUT, PUBLISH_TIMEOUT),
                new DemandEstimator.Prior(2, Duration.ofSeconds(6)));
        PoolRunner pool = new PoolRunner(kind, settings, clock, steps, this::answered);
        pool.tick();
        assertThat(kind.made).as("2/s for 6 s, and twice the root of that").hasSize(12 + 7);

        pool.expect("v", encoding());
        assertThat(kind.made).hasSize(12 + 7 + 1);
    }

    @Test
    void predictsOnceThatNoPublisherWillBeReadyInTime() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.COLD, 0, 9);
        pool.expect("fine", Optional.of(new ExpectedPublication(1, Optional.of(Videos.T0), Optional.of(at(1_001)))));
        pool.expect("late", Optional.of(new ExpectedPublication(1, Optional.of(Videos.T0), Optional.of(at(1_000)))));
        pool.tick();
        pool.tick();

        assertThat(pool.predictedLate()).isEqualTo(1);
    }

    @Test
    void warmLearnsHowOftenVideosCome() {
        ScriptedPublishers kind = new ScriptedPublishers(false);
        PoolRunner pool = pool(kind, PoolStrategy.WARM, 0, 99);
        for (int i = 0; i < 60; i++) {
            pool.expect("v" + i, encoding());
            pool.expect("v" + i, Optional.empty());
            clock.advance(Duration.ofMillis(500));
            steps.runAll();
        }

        assertThat(pool.count(State.WARM))
                .as("2/s for 1 s, and twice the root of that")
                .isBetween(4, 6);
    }

    private PoolRunner pool(ScriptedPublishers kind, PoolStrategy strategy, int least, int most) {
        PoolBounds bounds = new PoolBounds(least, most, IDLE, START_TIMEOUT, PUBLISH_TIMEOUT);
        PoolSettings settings = new PoolSettings(strategy, bounds, new DemandEstimator.Prior(0, Duration.ofSeconds(1)));
        return new PoolRunner(kind, settings, clock, steps, this::answered);
    }

    private static Optional<ExpectedPublication> encoding() {
        return Optional.of(new ExpectedPublication(1, Optional.of(Videos.T0), Optional.empty()));
    }

    private void answered(PublicationOrder order, PublishOutcome.End outcome) {
        String how = outcome.match(done -> "done", refused -> refused.failure().getCode());
        answers.add(order.videoId() + " " + how);
    }
}

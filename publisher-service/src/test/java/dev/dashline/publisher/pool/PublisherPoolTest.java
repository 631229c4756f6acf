package dev.dashline.publisher.pool;

import static dev.dashline.publisher.Videos.T0;
import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PoolEffect.Answer;
import dev.dashline.publisher.pool.PoolEffect.Assign;
import dev.dashline.publisher.pool.PoolEffect.Close;
import dev.dashline.publisher.pool.PoolEffect.Interrupt;
import dev.dashline.publisher.pool.PoolEffect.ReportPredictedLate;
import dev.dashline.publisher.pool.PoolEffect.ReportTimeout;
import dev.dashline.publisher.pool.PoolEffect.Start;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Postponed;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pool's decisions: an event and the time go in, effects come out. */
class PublisherPoolTest {

    private static final PoolBounds BOUNDS =
            new PoolBounds(0, 99, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
    private static final PublicationOrder ORDER = order("v", 1);
    private static final Done DONE = new Done(at(9));

    @Test
    void startsAPublisherForAnOrderAndAssignsItOnceThatIsWarm() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);

        assertThat(pool.ordered(ORDER, T0)).containsExactly(new Start(1));
        assertThat(pool.started(1, at(1))).containsExactly(new Assign(1, ORDER));
        assertThat(pool.published(1, ORDER, DONE, at(9))).containsExactly(new Answer(ORDER, DONE));
        assertThat(pool.ordered(ORDER, at(10)))
                .as("answered, so it is a new one")
                .containsExactly(new Assign(1, ORDER));
    }

    @Test
    void closesASingleUsePublisherAfterItsOrder() {
        PublisherPool pool = pool(PoolStrategy.COLD, false);
        pool.ordered(ORDER, T0);
        pool.started(1, at(1));

        assertThat(pool.published(1, ORDER, DONE, at(9))).containsExactly(new Close(1), new Answer(ORDER, DONE));
    }

    @Test
    void cutsOffAPublisherThatHangsAndGivesItsOrderToAnother() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);
        pool.started(1, T0);

        assertThat(pool.tick(at(120_000)))
                .containsExactly(new ReportTimeout(Optional.of(ORDER.id())), new Interrupt(1), new Start(2));
        assertThat(pool.broke(1, ORDER, "interrupted", at(120_001))).containsExactly(new Close(1));
        assertThat(pool.started(2, at(121_000))).containsExactly(new Assign(2, ORDER));
    }

    @Test
    void closesAPublisherThatStartsAfterItWasCutOff() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);

        assertThat(pool.tick(at(30_000))).containsExactly(new ReportTimeout(Optional.empty()), new Interrupt(1));
        assertThat(pool.started(1, at(30_100))).containsExactly(new Close(1));
        assertThat(pool.tick(at(30_400))).as("after a pause").containsExactly(new Start(2));
    }

    @Test
    void interruptsWhatIsAtACancelledOrder() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);
        pool.started(1, T0);

        assertThat(pool.cancelled(ORDER.id(), at(1))).containsExactly(new Interrupt(1));
        assertThat(pool.broke(1, ORDER, "interrupted", at(2))).containsExactly(new Close(1));
    }

    @Test
    void triesAPostponedOrderAgainForAsLongAsItTakes() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);
        assertThat(pool.started(1, T0)).containsExactly(new Assign(1, ORDER));

        long now = 0;
        for (int time = 1; time <= 20; time++) {
            assertThat(pool.published(1, ORDER, new Postponed(), at(now))).isEmpty();
            assertThat(pool.tick(at(now + 700))).isEmpty();
            now += 30_000;
            assertThat(pool.tick(at(now))).containsExactly(new Assign(1, ORDER));
        }
        assertThat(pool.published(1, ORDER, DONE, at(now))).containsExactly(new Answer(ORDER, DONE));
    }

    @Test
    void givesAPostponedOrderUpAtItsDeadline() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        PublicationOrder urgent =
                new PublicationOrder(ORDER.videoId(), 1, ORDER.encoded(), Optional.of(at(1_500)), ORDER.priority());
        pool.ordered(urgent, T0);
        pool.started(1, T0);

        assertThat(pool.published(1, urgent, new Postponed(), at(1))).isEmpty();
        assertThat(pool.tick(at(1_400))).containsExactly(new Assign(1, urgent));
        assertThat(pool.published(1, urgent, new Postponed(), at(1_401))).isEmpty();
        assertThat(pool.tick(at(1_500)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.class,
                        answer -> assertThat(
                                        ((Refused) answer.outcome()).failure().getCode())
                                .isEqualTo("DEADLINE_EXCEEDED"));
    }

    @Test
    void forgetsAPostponedOrderThatIsCancelled() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);
        pool.started(1, T0);
        pool.published(1, ORDER, new Postponed(), T0);

        pool.cancelled(ORDER.id(), at(1));

        assertThat(pool.tick(at(60_000))).doesNotContain(new Assign(1, ORDER));
    }

    @Test
    void reportsAPredictionOnce() {
        PublisherPool pool = pool(PoolStrategy.COLD, false);
        pool.expected("v", Optional.of(new ExpectedPublication(1, Optional.of(T0), Optional.of(at(1_000)))), T0);

        assertThat(pool.tick(T0)).singleElement().isInstanceOf(ReportPredictedLate.class);
        assertThat(pool.tick(at(1))).isEmpty();
    }

    @Test
    void countsVideosThatItTakesOverAsNeedsButNotAsArrivals() {
        PublisherPool arriving = pool(PoolStrategy.WARM, false);
        PublisherPool restoring = pool(PoolStrategy.WARM, false);
        ExpectedPublication encoding = new ExpectedPublication(1, Optional.of(T0), Optional.empty());
        for (int i = 0; i < 60; i++) {
            arriving.expected("v" + i, Optional.of(encoding), T0);
            restoring.restored("v" + i, encoding, T0);
        }

        assertThat(restoring.count(PooledPublisher.State.STARTING)).isEqualTo(60);
        assertThat(arriving.count(PooledPublisher.State.STARTING))
                .as("2/s for 1 s, and twice the root of that")
                .isEqualTo(60 + 5);
    }

    @Test
    void closesEverythingWithoutAnswers() {
        PublisherPool pool = pool(PoolStrategy.WARM, true);
        pool.ordered(ORDER, T0);
        pool.ordered(order("w", 1), T0);
        pool.started(1, T0);

        assertThat(pool.close()).containsExactly(new Interrupt(1), new Interrupt(2));
        assertThat(pool.ordered(order("x", 1), T0)).isEmpty();
        assertThat(pool.published(1, ORDER, DONE, at(9))).containsExactly(new Close(1), new Answer(ORDER, DONE));
    }

    private static PublisherPool pool(PoolStrategy strategy, boolean reusable) {
        DemandEstimator.Prior prior = new DemandEstimator.Prior(0, Duration.ofSeconds(1));
        return new PublisherPool(new PoolSettings(strategy, BOUNDS, prior), reusable);
    }
}

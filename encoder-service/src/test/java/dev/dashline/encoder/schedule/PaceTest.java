package dev.dashline.encoder.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOP = Duration.ofMillis(50);

    private final Pace pace = new Pace(SECOND, HOP);

    @Test
    void releasesNothingAheadForAFewSlots() {
        assertThat(new Pace(Duration.ofSeconds(10), HOP).ahead(10, 0)).isZero();
        assertThat(pace.ahead(1, 0)).isZero();
        assertThat(pace.ahead(0, 0)).isZero();
    }

    @Test
    void releasesAheadWhatEndsDuringAHop() {
        assertThat(pace.ahead(50, 0)).isBetween(5, 12);
        assertThat(new Pace(Duration.ofSeconds(20), HOP).ahead(10_000, 0)).isBetween(25, 60);
    }

    @Test
    void releasesManyAheadOfTasksThatTakeNoTime() {
        observe(() -> pace.took(Duration.ZERO, 0));

        assertThat(pace.ahead(8, 0)).isGreaterThan(16);
    }

    @Test
    void releasesFewAheadOfLongTasksThatFollowShortOnes() {
        observe(() -> pace.took(Duration.ZERO, 0));

        assertThat(pace.ahead(8, 10_000)).isZero();
        assertThat(pace.ahead(8, 1_000)).isEqualTo(4);
    }

    @Test
    void releasesMoreAheadIfHopsTakeLonger() {
        int before = pace.ahead(1_000, 0);
        observe(() -> pace.reached(Duration.ofMillis(150)));

        assertThat(pace.ahead(1_000, 0)).isGreaterThan(before);
    }

    @Test
    void releasesLessAheadIfTasksTakeLonger() {
        observe(() -> pace.took(Duration.ofSeconds(100), 0));

        assertThat(pace.ahead(50, 0)).isZero();
    }

    @Test
    void correctsPredictionsByWhatTasksTook() {
        assertThat(pace.correction()).isEqualTo(1);

        observe(() -> pace.took(Duration.ofSeconds(3), 1_000));

        assertThat(pace.correction()).isCloseTo(3, within(0.2));
    }

    @Test
    void isNotMisledByOneOddTask() {
        pace.took(Duration.ofHours(1), 1);

        assertThat(pace.correction()).isLessThan(2);
    }

    @Test
    void learnsNothingFromATaskWithoutPrediction() {
        observe(() -> pace.took(Duration.ofSeconds(3), 0));

        assertThat(pace.correction()).isEqualTo(1);
    }

    @Test
    void knowsWhatOnlyAFewTasksTakeLongerThan() {
        for (int hundred = 0; hundred < 50; hundred++) {
            pace.took(SECOND.multipliedBy(4), 0);
            for (int task = 1; task < 100; task++) {
                pace.took(SECOND, 0);
            }
        }

        assertThat(pace.longTask()).isBetween(SECOND.multipliedBy(2), SECOND.multipliedBy(7));
    }

    private static void observe(Runnable observation) {
        for (int time = 0; time < 200; time++) {
            observation.run();
        }
    }
}

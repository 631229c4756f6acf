package dev.dashline.encoder.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CorrectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Correction correction = Correction.ofAll();

    @Test
    void isWhatWasBeforeWhileNothingWasSeen() {
        assertThat(correction.factor(1.5, 3)).isEqualTo(1.5);
    }

    @Test
    void countsMoreTheMoreWasSeen() {
        took(SECOND.multipliedBy(2), 1_000, 3);
        assertThat(correction.factor(1, 3)).isCloseTo(1.5, within(0.01));

        took(SECOND.multipliedBy(2), 1_000, 100);
        assertThat(correction.factor(1, 3)).isCloseTo(2, within(0.1));
    }

    @Test
    void comparesSumsSoThatLargeTasksCountMore() {
        took(SECOND.multipliedBy(20), 10_000, 50);
        took(Duration.ofMillis(10), 1_000, 50);

        assertThat(correction.factor(1, 0)).isCloseTo(20.01 / 11, within(0.01));
    }

    @Test
    void forgetsSlowly() {
        Correction ofLate = Correction.ofLate(0.1);
        for (int task = 0; task < 100; task++) {
            ofLate.took(SECOND, 1_000, 1);
        }
        for (int task = 0; task < 50; task++) {
            ofLate.took(SECOND.multipliedBy(3), 1_000, 1);
        }

        assertThat(ofLate.factor(1, 0)).isCloseTo(3, within(0.1));
    }

    private void took(Duration time, long predictedMillis, int times) {
        for (int task = 0; task < times; task++) {
            correction.took(time, predictedMillis, 1);
        }
    }
}

package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {

    @ParameterizedTest
    @CsvSource({"2, 0, 2", "10, 0, 10", "10, 10, 5", "10, 40, 2", "1, 0, 1", "4, 1000000, 1"})
    void givesAVideoAllSlotsWhileNothingWaitsAndFewerTheMoreDoes(int slots, long tasks, int share) {
        assertThat(Fleet.share(slots, tasks)).isEqualTo(share);
    }
}

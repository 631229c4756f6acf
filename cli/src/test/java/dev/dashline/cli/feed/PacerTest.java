package dev.dashline.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {

    private final ManualTime time = new ManualTime();

    @Test
    void keepsTheRate() throws InterruptedException {
        Pacer pacer = new Pacer(Rate.parse("2/s"), time);
        for (int i = 0; i < 3; i++) {
            pacer.next();
        }
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    void doesNotMakeUpForWhatWasLate() throws InterruptedException {
        Pacer pacer = new Pacer(Rate.parse("2/s"), time);
        pacer.next();
        time.advance(Duration.ofSeconds(10));
        pacer.next();
        pacer.next();
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void readsRates() {
        assertThat(Rate.parse("30/m").interval()).contains(Duration.ofSeconds(2));
        assertThat(Rate.parse("0.5/s").perMinute()).isEqualTo(30);
        assertThat(Rate.parse("max").interval()).isEmpty();
        for (String wrong : List.of("", "2", "0/s", "2/d", "-1/s")) {
            assertThatThrownBy(() -> Rate.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package dev.dashline.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.ffmpeg.InputHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProbeWatchTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void letsAnIndexOf40MegabytesComeAsSlowlyAsItDoes() {
        ProbeWatch watch = new ProbeWatch(LIMIT, 2_000_000_000L);
        for (int second = 1; second <= 400; second++) {
            assertThat(watch.look(SECOND, InputHealth.FLOWING, OptionalLong.of(second * 100_000L)))
                    .isEmpty();
        }
    }

    @Test
    void endsWhatReadsNoMore() {
        ProbeWatch watch = new ProbeWatch(LIMIT, 0);
        Optional<String> reason = Optional.empty();
        int seconds = 0;
        while (reason.isEmpty()) {
            seconds++;
            reason = watch.look(SECOND, InputHealth.FLOWING, OptionalLong.of(Math.min(seconds, 10)));
        }

        assertThat(seconds).isEqualTo(40);
        assertThat(reason.get()).contains("nothing more").contains("30 s");
    }

    @Test
    void endsWhatReadsInCirclesAfterATimeThatGoesWithTheSize() {
        assertThat(secondsOfReading(0)).isEqualTo(120);
        assertThat(secondsOfReading(300_000_000)).isEqualTo(420);
    }

    private static int secondsOfReading(long bytes) {
        ProbeWatch watch = new ProbeWatch(LIMIT, bytes);
        int seconds = 1;
        Optional<String> reason = watch.look(SECOND, InputHealth.FLOWING, OptionalLong.of(seconds));
        while (reason.isEmpty()) {
            seconds++;
            reason = watch.look(SECOND, InputHealth.FLOWING, OptionalLong.of(seconds));
        }
        assertThat(reason.get()).contains("PROBE_TIMEOUT").contains(seconds + " s");
        return seconds;
    }

    @Test
    void doesNotCountTimeInWhichAStoreDoesNotAnswer() {
        ProbeWatch watch = new ProbeWatch(LIMIT, 0);
        for (int second = 0; second < 1_000; second++) {
            assertThat(watch.look(SECOND, InputHealth.WAITING, OptionalLong.of(1)))
                    .isEmpty();
        }
    }

    @Test
    void countsOnlyTheTimeWhereTheSystemDoesNotTellWhatIsRead() {
        ProbeWatch watch = new ProbeWatch(LIMIT, 0);
        for (int second = 1; second < 120; second++) {
            assertThat(watch.look(SECOND, InputHealth.FLOWING, OptionalLong.empty()))
                    .isEmpty();
        }
        assertThat(watch.look(SECOND, InputHealth.FLOWING, OptionalLong.empty()))
                .isPresent();
    }
}

package dev.dashline.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoudnessTargetTest {

    @ParameterizedTest
    @CsvSource({
        // Quiet, loud, and quiet with peaks that leave room for 2.4 dB only.
        "-35.2, -20, 12.2, false",
        "-14, 0.3, -9, false",
        "-30, -3.4, 2.4, true",
        // Peaks above the limit are lowered, whatever the loudness.
        "-30, 0.5, -1.5, true"
    })
    void isReachedAsFarAsThePeaksAllow(double integrated, double truePeak, double gain, boolean outOfReach) {
        LoudnessTarget target = new LoudnessTarget(-23, -1);
        Loudness measured = new Loudness(integrated, 5, truePeak);

        assertThat(target.gain(measured)).isEqualTo(gain);
        assertThat(target.isOutOfReach(measured)).isEqualTo(outOfReach);
    }
}

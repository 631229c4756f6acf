package dev.dashline.media.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameRateTest {

    private static final FrameRate NTSC = new FrameRate(30_000, 1_001);

    @Test
    void placesFramesOnAGridThatDoesNotDrift() {
        assertThat(NTSC.microsOf(30_000)).isEqualTo(1_001_000_000);
        assertThat(NTSC.secondsOf(1)).isEqualTo("0.033367");
        assertThat(NTSC.framesIn(1_001_000_000)).isEqualTo(30_000);
    }

    @Test
    void knowsARoundedFormOfAStandardRate() {
        assertThat(new FrameRate(13_365_000, 557_431).snapped()).isEqualTo(new FrameRate(24_000, 1_001));
        assertThat(new FrameRate(15, 1).snapped()).isEqualTo(new FrameRate(15, 1));
    }

    @Test
    void tellsTwentyFourFromItsNtscForm() {
        assertThat(new FrameRate(24, 1).snapped()).isEqualTo(new FrameRate(24, 1));
        assertThat(new FrameRate(24_600, 1_469).nearestStandard()).isEqualTo(new FrameRate(24_000, 1_001));
    }

    @Test
    void readsWhatFfprobeWrites() {
        assertThat(FrameRate.parse("30000/1001")).contains(NTSC);
        assertThat(FrameRate.parse("0/0")).isEmpty();
        assertThat(FrameRate.parse("N/A")).isEmpty();
    }
}

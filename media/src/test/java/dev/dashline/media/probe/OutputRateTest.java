package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.media.plan.FrameRate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputRateTest {

    @ParameterizedTest(name = "average {0}, base {1}, counted {2}")
    @CsvSource({
        "25/1, 25/1, 25/1, 25/1",
        "24000/1001, 24000/1001, 24/1, 24000/1001",
        "13365000/557431, 24000/1001, 24/1, 24000/1001",
        "120/1, 120/1, 120/1, 60/1",
        "240/1, 240/1, 240/1, 60/1",
        "12/1, 12/1, 12/1, 12/1",
        // Variable, with an average.
        "27/1, 120/1, 40/1, 25/1",
        // Without one: 1000 is what FFmpeg guesses from a clock of milliseconds.
        "0/0, 1000/1, 29/1, 30000/1001",
        "1000/1, 1000/1, 30/1, 30/1",
        "1000/1, 30/1, 26/1, 25/1",
        "1000/1, 30/1, 30/1, 30/1",
        "0/0, 30/1, 0/0, 30/1",
        "0/0, 1000/1, 0/0, 25/1",
        "0/0, 1000/1, 15/1, 24000/1001"
    })
    void isTheSourcesOwnIfThatIsConstantAndElseOneThatIsCommon(
            String average, String base, String counted, String expected) {
        assertThat(OutputRate.of(FrameRate.parse(average), FrameRate.parse(base), FrameRate.parse(counted)))
                .hasToString(expected);
    }
}

package dev.dashline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "139 | FFmpeg crashed: it read memory that it did not have (signal 11).",
                "136 | FFmpeg crashed: it divided by zero (signal 8).",
                "137 | FFmpeg was killed from outside, as happens where memory runs out (signal 9).",
                "187 | FFmpeg ended with status 187."
            })
    void isToldInWords(int status, String sentence) {
        assertThat(ExitStatus.sentence("FFmpeg", OptionalInt.of(status))).isEqualTo(sentence);
    }
}

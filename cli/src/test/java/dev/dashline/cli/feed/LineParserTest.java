package dev.dashline.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.feed.RequestLine.Asked;
import dev.dashline.cli.feed.RequestLine.Wrong;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {

    private final LineParser parser = new LineParser();

    @Test
    void makesARequestForASimulatedEncoderOfABroadcastersLine() {
        Asked asked = (Asked) parser.parse(
                7,
                "{\"id\":\"a b\",\"title\":\"A <b>\",\"provider\":\"news\",\"encodingTime\":6.5,"
                        + "\"publicationTimeout\":7,\"more\":1}");

        assertThat(asked.name()).isEqualTo("a b");
        assertThat(asked.body())
                .hasToString("{\"id\":\"a b\",\"source\":\"file:///simulated/7\",\"title\":\"A <b>\","
                        + "\"labels\":{\"provider\":\"news\",\"simulatedEncodingTime\":\"PT6.5S\"},"
                        + "\"publicationTimeout\":\"PT7S\",\"deadlineClock\":\"ENCODING_STARTED\"}");
    }

    @Test
    void aLineWithoutATimeoutHasNoDeadline() {
        Asked asked = (Asked) parser.parse(1, "{\"id\":\"a\",\"encodingTime\":0}");

        assertThat(asked.body().has("publicationTimeout")).isFalse();
        assertThat(asked.body().has("deadlineClock")).isFalse();
    }

    @Test
    void handsARequestOverAsItIs() {
        Asked asked = (Asked) parser.parse(3, "{\"source\":\"gs://a/b.mp4\",\"priority\":\"HIGH\"}");

        assertThat(asked.name()).isEqualTo("line 3");
        assertThat(asked.body()).hasToString("{\"source\":\"gs://a/b.mp4\",\"priority\":\"HIGH\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                                            | is no JSON",
                "{\"id\":\"a\",\"encodingTime\":1} {}                | is no JSON",
                "[1]                                                 | is no JSON object",
                "{}                                                  | has neither source nor encodingTime",
                "{\"encodingTime\":1}                                | has no id",
                "{\"id\":\"a\",\"encodingTime\":\"1\"}               | encodingTime must be a number of seconds",
                "{\"id\":\"a\",\"encodingTime\":-1}                  | encodingTime must be a day at most, and not"
                        + " negative",
                "{\"id\":\"a\",\"encodingTime\":1e999999999}         | encodingTime must be a day at most, and not"
                        + " negative",
                "{\"id\":\"a\",\"encodingTime\":1,\"publicationTimeout\":0} | publicationTimeout must be more than 0"
            })
    void saysWhatIsWrongWithALine(String line, String why) {
        assertThat(parser.parse(1, line))
                .isInstanceOfSatisfying(
                        Wrong.class, wrong -> assertThat(wrong.why()).startsWith(why));
    }

    @Test
    void countsBlankLinesAndPassesOverThem() {
        RequestLineReader lines = new RequestLineReader(
                new ByteArrayInputStream("\n{\"source\":\"gs://a/b\"}\n  \noops".getBytes(StandardCharsets.UTF_8)));

        List<Long> numbers = new ArrayList<>();
        lines.forEachRemaining(line -> numbers.add(line.number()));
        assertThat(numbers).containsExactly(2L, 4L);
    }
}

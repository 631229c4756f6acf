package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.plan.SourceFrames;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class FrameMeasureTest {

    /** The first frame is a rest: 624 of 960 samples, as Opus begins. */
    @Test
    void findsTheGridOfFramesBehindTimesInMilliseconds() {
        assertThat(measured("1/1000", 48_000, frame -> frame == 0 ? 624 : 960))
                .contains(new SourceFrames(48_000, 960, 624, 30));
        assertThat(measured("1/1000", 44_100, frame -> 1_024)).contains(new SourceFrames(44_100, 1_024, 0, 28));
    }

    @Test
    void knowsOfNoGridWhereFramesDifferAndTimesAreRough() {
        assertThat(measured("1/1000", 48_000, frame -> 1_114 + frame % 2)).isEmpty();
    }

    @Test
    void trustsTimesThatAreExactToTheSample() {
        assertThat(measured("1/48000", 48_000, frame -> 1_114 + frame % 2)).contains(new SourceFrames(48_000, 1, 0, 0));
    }

    /** As where the decoder makes twice as many samples as the header says. */
    @Test
    void knowsOfNoGridWhereTheRateIsWrong() {
        ObjectNode answer = answer("1/1000", 48_000, frame -> 2_048);
        ((ObjectNode) answer.path("streams").path(0)).put("sample_rate", 24_000);

        assertThat(FrameMeasure.of(answer)).isEmpty();
    }

    @Test
    void knowsNothingWithoutFramesOrTimes() {
        ObjectNode timeless = answer("1/1000", 48_000, frame -> 1_024);
        timeless.path("frames").forEach(frame -> ((ObjectNode) frame).remove("pts"));

        assertThat(FrameMeasure.of(timeless)).isEmpty();
        assertThat(FrameMeasure.of(new ObjectMapper().createObjectNode())).isEmpty();
    }

    private static Optional<SourceFrames> measured(String unit, int rate, IntUnaryOperator samples) {
        return FrameMeasure.of(answer(unit, rate, samples));
    }

    /** ffprobe's answer about frames without a gap, the first at 0. */
    private static ObjectNode answer(String unit, int rate, IntUnaryOperator samples) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.putArray("streams").addObject().put("time_base", unit).put("sample_rate", rate);
        ArrayNode frames = answer.putArray("frames");
        double unitsPerSecond = Double.parseDouble(unit.substring(2));
        long before = 0;
        for (int frame = 0; frame < 100; frame++) {
            int count = samples.applyAsInt(frame);
            frames.addObject()
                    .put("pts", Math.round(before * unitsPerSecond / rate))
                    .put("nb_samples", count);
            before += count;
        }
        return answer;
    }
}

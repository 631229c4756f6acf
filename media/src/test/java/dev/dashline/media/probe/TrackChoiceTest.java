package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrackChoiceTest {

    private static final String COVER =
            "{\"codec_type\": \"video\", \"disposition\": {\"default\": 1, \"attached_pic\": 1}}";
    private static final String STILL =
            "{\"codec_type\": \"video\", \"nb_frames\": \"1\", \"disposition\": {\"default\": 1}, \"index\": 1}";

    @Test
    void takesTheFirstVideoTrackThatMovesOfThoseThatAreDefault() throws Exception {
        assertThat(video(COVER, STILL, track("video", "default", 2), track("video", "default", 3)))
                .isEqualTo(2);
        assertThat(video(track("video", "forced", 1), track("video", "default", 2)))
                .isEqualTo(2);
        assertThat(video(track("video", "forced", 1), track("video", "forced", 2)))
                .isEqualTo(1);
        assertThat(video(COVER, STILL)).as("better than nothing").isEqualTo(1);
        assertThat(choice(COVER).video()).isEmpty();
    }

    @Test
    void putsSoundForEverybodyFirstAndTheDefaultBeforeTheRest() throws Exception {
        TrackChoice choice = choice(
                track("audio", "comment", 1),
                track("audio", "forced", 2),
                track("audio", "default", 3),
                track("audio", "visual_impaired", 4),
                track("audio", "forced", 5));

        assertThat(choice.sound())
                .extracting(stream -> stream.path("index").asInt())
                .containsExactly(3, 2, 5, 1, 4);
    }

    @Test
    void countsNoAttachedFiles() throws Exception {
        String fonts = IntStream.range(0, 70)
                .mapToObj(number -> track("attachment", "forced", number))
                .collect(Collectors.joining(","));

        assertThat(choice(track("video", "default", 1), fonts, track("subtitle", "forced", 2), COVER)
                        .count())
                .isEqualTo(2);
    }

    private static int video(String... streams) throws JsonProcessingException {
        return choice(streams).video().orElseThrow().path("index").asInt();
    }

    private static String track(String kind, String disposition, int index) {
        return "{\"codec_type\": \"%s\", \"disposition\": {\"%s\": 1}, \"index\": %d}"
                .formatted(kind, disposition, index);
    }

    private static TrackChoice choice(String... streams) throws JsonProcessingException {
        JsonNode all = new ObjectMapper().readTree("[" + String.join(",", streams) + "]");
        return new TrackChoice(all);
    }
}

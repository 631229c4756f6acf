package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.cli.follow.Events;
import dev.dashline.cli.follow.TrackedVideo;
import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.events.Loudness;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultJsonTest {

    private static final List<String> FIELDS = List.of(
            "input",
            "videoId",
            "state",
            "manifest",
            "hls",
            "code",
            "message",
            "frames",
            "durationMs",
            "encodeMs",
            "renditions",
            "report");

    private final TrackedVideo video = new TrackedVideo("my \"clip\".mp4", "v1", 1);

    @Test
    void tellsOfAPublishedVideo() throws IOException {
        video.apply(Events.published(1));

        JsonNode json = json(video.status(Events.START));

        assertThat(fields(json)).isEqualTo(FIELDS);
        assertThat(json.get("input").asText()).isEqualTo("my \"clip\".mp4");
        assertThat(json.get("state").asText()).isEqualTo("published");
        assertThat(json.get("manifest").asText()).isEqualTo("file:///out/v1/manifest.mpd");
        assertThat(json.get("hls").asText()).isEqualTo("file:///out/v1/master.m3u8");
        assertThat(json.get("frames").asLong()).isEqualTo(250);
        assertThat(json.get("durationMs").asLong()).isEqualTo(10_000);
        assertThat(json.get("encodeMs").asLong()).isEqualTo(3_000);
        assertThat(json.get("code").isNull()).isTrue();
    }

    @Test
    void tellsOfAFailedVideoWithTheSameFields() throws IOException {
        video.apply(Events.failed("INVALID_CONTAINER"));

        JsonNode json = json(video.status(Events.START));

        assertThat(fields(json)).isEqualTo(FIELDS);
        assertThat(json.get("state").asText()).isEqualTo("failed");
        assertThat(json.get("code").asText()).isEqualTo("INVALID_CONTAINER");
        assertThat(json.get("message").asText()).isEqualTo("It is \"not\" a video.");
        assertThat(json.get("manifest").isNull()).isTrue();
        assertThat(json.get("renditions")).isEmpty();
    }

    @Test
    void listsTheRenditions() throws IOException {
        Rendition rendition = Rendition.newBuilder()
                .setId("v720")
                .setKind(RenditionKind.VIDEO)
                .setCodecs("avc1.64001f")
                .setWidth(1280)
                .setHeight(720)
                .setFrameRate("25/1")
                .setBandwidth(3_000_000)
                .setAverageBandwidth(2_000_000)
                .setSegments(5)
                .setBytes(2_500_000)
                .setLoudness(new Loudness(-23.1, 7.5, -1.4))
                .build();
        VideoOutcome outcome = new VideoOutcome.Published(
                "m", "h", 250, Duration.ofSeconds(10), Duration.ofSeconds(3), List.of(rendition), Optional.empty());

        JsonNode json = json(new VideoSnapshot(
                "a",
                "v1",
                VideoPhase.PUBLISHED,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(outcome)));

        assertThat(json.get("renditions").get(0).toString())
                .isEqualTo(
                        "{\"id\":\"v720\",\"kind\":\"video\",\"codecs\":\"avc1.64001f\",\"width\":1280,\"height\":720,"
                                + "\"frameRate\":\"25/1\",\"sampleRate\":null,\"channels\":null,\"language\":null,"
                                + "\"bandwidth\":3000000,\"averageBandwidth\":2000000,\"segments\":5,"
                                + "\"bytes\":2500000,"
                                + "\"loudness\":{\"integrated\":-23.1,\"range\":7.5,\"truePeak\":-1.4}}");
    }

    @Test
    void isForVideosThatHaveEnded() {
        assertThatIllegalArgumentException().isThrownBy(() -> ResultJson.of(video.status(Events.START)));
    }

    private static JsonNode json(VideoSnapshot status) throws IOException {
        String line = ResultJson.of(status);
        assertThat(line).doesNotContain("\n");
        return new ObjectMapper().readTree(line);
    }

    private static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}

package dev.dashline.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.events.DamageHandling;
import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Failure;
import dev.dashline.events.Priority;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.Stage;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.TrustedEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureViewTest {

    static {
        TrustedEvents.vouch();
    }

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void showsEveryTryAndWhatFfmpegSaid() {
        VideoFailed failed = VideoFailed.newBuilder(failed("ENCODER_FAILED"))
                .setVideoId("v1")
                .setAttempt(2)
                .setRequest(VideoRequested.newBuilder()
                        .setVideoId("v1")
                        .setAttempt(2)
                        .setSource("file:///in/a.mp4")
                        .setRequestedAt(T0)
                        .build())
                .build();

        assertThat(FailureView.line(failed))
                .isEqualTo("2026-01-02T03:04:05Z  v1  attempt 2  ENCODER_FAILED  FFmpeg ended with status 187.");
        assertThat(FailureView.whole(failed))
                .contains("file:///in/a.mp4", "video-00003 #1 on host-1/0: ENCODER_FAILED", "(status 187)", "the end");
    }

    @Test
    void showsWhatElseTheRequestAskedFor() throws Exception {
        VideoFailed failed = VideoFailed.newBuilder(failed("DEADLINE_EXCEEDED"))
                .setRequest(VideoRequested.newBuilder()
                        .setVideoId("v1")
                        .setSource("file:///in/a.mp4")
                        .setRequestedAt(T0)
                        .setPriority(Priority.HIGH)
                        .setPublicationTimeoutMillis(300_000L)
                        .setDeadlineClock(DeadlineClock.ENCODING_STARTED)
                        .setDeadline(T0.plusSeconds(60))
                        .setLabels(Map.of("team", "news", "desk", "sport"))
                        .setSubtitles(List.of(new SubtitleSource("file:///in/a.vtt", "en", "English")))
                        .setDamage(DamageHandling.CONCEAL)
                        .build())
                .setReport(SourceReport.newBuilder()
                        .setContainer("mpegts")
                        .setNotes(List.of(new SourceNote("RATE_VARIES", 0, "They come at no rate.")))
                        .build())
                .build();

        assertThat(FailureView.whole(failed).lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "subtitles file:///in/a.vtt (en)",
                        "priority HIGH",
                        "damage CONCEAL",
                        "source mpegts",
                        "note RATE_VARIES, track 0: They come at no rate.",
                        "deadline 2026-01-02T03:05:05Z",
                        "timeout PT5M from ENCODING_STARTED")
                .containsSubsequence("label desk=sport", "label team=news");
        JsonNode request = new ObjectMapper().readTree(FailureView.json(failed)).get("request");
        assertThat(request.get("deadlineClock").asText()).isEqualTo("ENCODING_STARTED");
        assertThat(request.get("damage").asText()).isEqualTo("CONCEAL");
        assertThat(request.get("subtitles"))
                .hasToString("[{\"source\":\"file:///in/a.vtt\",\"language\":\"en\",\"label\":\"English\"}]");
    }

    @Test
    void givesAllOfItToAProgram() throws Exception {
        JsonNode json = new ObjectMapper().readTree(FailureView.json(failed("POISON")));

        assertThat(json.get("code").asText()).isEqualTo("POISON");
        assertThat(json.get("history").get(0).get("exitCode").asInt()).isEqualTo(187);
        assertThat(json.get("request").isNull()).isTrue();
    }

    @Test
    void namesARecordByItsPlaceAndShowsItsBytes() throws Exception {
        VideoFailed failed = VideoFailed.newBuilder(failed("UNDECODABLE_RECORD"))
                .setUndecodable(new UndecodableRecord(
                        "video-requested",
                        3,
                        42L,
                        T0,
                        ByteBuffer.wrap("v".getBytes(UTF_8)),
                        ByteBuffer.wrap(new byte[] {0, 1})))
                .build();

        assertThat(FailureView.name(failed)).isEqualTo("video-requested/3/42");
        assertThat(FailureView.whole(failed)).contains("key", "v", "base64 AAE=");
        JsonNode json = new ObjectMapper().readTree(FailureView.json(failed));
        assertThat(json.get("undecodable").get("value").asText()).isEqualTo("AAE=");
    }

    private static VideoFailed failed(String code) {
        return VideoFailed.newBuilder()
                .setEventId("e")
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.TRANSCODE)
                        .setCode(code)
                        .setRetryable(true)
                        .setMessage("FFmpeg ended with status 187.")
                        .setDetail("the end")
                        .setHistory(List.of(new TaskFailure(
                                "video-00003", 1, "host-1/0", code, "FFmpeg ended with status 187.", 187, T0, T0, T0)))
                        .build())
                .setFailedAt(T0)
                .build();
    }
}

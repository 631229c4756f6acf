package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeCommandIT {

    @TempDir
    Path folder;

    /** Characters that have a meaning for shells, URIs and FFmpeg. */
    private static final String ODD = "out/50% %d #1 ? 'q' [a] & b.mp4";

    private static final String IMPOSSIBLE = "line\nbreak.mp4";

    /** The clip is where videos go, as the sample is that a command without a file makes. */
    @Test
    void publishesTheVideoWhateverElseIsNamed() throws Exception {
        Clips.make(folder.resolve("clip.mp4"), 3);
        Files.createDirectory(folder.resolve("out"));
        Files.copy(folder.resolve("clip.mp4"), folder.resolve(IMPOSSIBLE));
        Files.move(folder.resolve("clip.mp4"), folder.resolve(ODD));
        Files.writeString(folder.resolve("text.mp4"), "This is a text. ".repeat(1000));

        try (DashlineProcess encode =
                DashlineProcess.start(folder, "encode", ODD, IMPOSSIBLE, "missing.mp4", "text.mp4", "--json")) {
            assertThat(encode.exitCode()).as(encode.stderr()).isEqualTo(1);

            assertThat(encode.stdout().lines()).hasSize(4);
            JsonNode clip = encode.outcomeOf(ODD);
            JsonNode text = encode.outcomeOf("text.mp4");
            assertPublished(clip);
            assertThat(text.get("state").asText()).isEqualTo("failed");
            assertThat(text.get("code").asText()).isEqualTo("INVALID_CONTAINER");
            assertThat(folder.resolve("out").resolve(text.get("videoId").asText()))
                    .doesNotExist();
            JsonNode missing = encode.outcomeOf("missing.mp4");
            assertThat(missing.get("state").asText()).isEqualTo("refused");
            assertThat(missing.get("message").asText()).contains("does not exist");
            assertThat(encode.outcomeOf(IMPOSSIBLE).get("message").asText()).contains("control characters");
            assertThat(encode.stderr()).contains("1 of 4 published").doesNotContain("Exception");
            assertThat(encode.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void startsNothingWhenAFileIsMissing() throws Exception {
        try (DashlineProcess encode = DashlineProcess.start(folder, "encode", "nowhere.mp4")) {
            assertThat(encode.exitCode()).isEqualTo(2);

            assertThat(encode.stderr().lines()).singleElement().asString().contains("nowhere.mp4 does not exist");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    @Test
    void leavesNothingRunningWhenInterrupted() throws Exception {
        Clips.make(folder.resolve("clip.mp4"), 120);

        try (DashlineProcess encode = DashlineProcess.start(folder, "encode", "clip.mp4")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> encode.stderr().contains("clip.mp4: encoding"));
            List<ProcessHandle> others = encode.descendants();
            assertThat(others).isNotEmpty();

            encode.interrupt();

            await().atMost(Duration.ofSeconds(20)).until(() -> !encode.isAlive());
            await().atMost(Duration.ofSeconds(5)).until(() -> others.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(encode.temporaryFiles()).isEmpty();
            assertThat(encode.stderr()).doesNotContain("Exception");
        }
    }

    private void assertPublished(JsonNode outcome) throws Exception {
        assertThat(outcome.get("state").asText()).isEqualTo("published");
        assertThat(outcome.get("frames").asLong()).isEqualTo(75);
        // Within a frame of the source: the sound is a little longer than the video.
        assertThat(outcome.get("durationMs").asLong()).isBetween(2960L, 3040L);
        Path video = folder.toRealPath()
                .resolve("out")
                .resolve(outcome.get("videoId").asText());
        assertThat(Path.of(URI.create(outcome.get("manifest").asText()))).isEqualTo(video.resolve("manifest.mpd"));
        assertThat(Path.of(URI.create(outcome.get("hls").asText()))).isEqualTo(video.resolve("master.m3u8"));
        for (String manifest : List.of("manifest.mpd", "master.m3u8")) {
            assertThat(Clips.decodedFrames(video.resolve(manifest))).isEqualTo(75);
            assertThat(Clips.decodingErrors(video.resolve(manifest))).isEmpty();
        }
    }
}

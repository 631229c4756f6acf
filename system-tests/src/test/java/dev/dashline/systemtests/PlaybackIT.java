package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays encoded videos in a real browser, with seeks and switches of rungs. Skipped on a machine without Chromium, or
 * without npm for the players.
 */
class PlaybackIT {

    private static final int SECONDS = 12;

    private static final String SUBTITLES = """
            1
            00:00:00,200 --> 00:00:01,800
            At the beginning

            2
            00:00:07,500 --> 00:00:08,800
            Over the <i>join</i>
            """;

    /** A second at which a chunk starts, with any number of slots from two on. */
    private static final int JOIN = 8;

    @TempDir
    static Path folder;

    private static Path video;

    @BeforeAll
    static void encode() throws Exception {
        assumeTrue(Viewer.chromium().isPresent(), "no Chromium on this machine");
        Path text = Files.writeString(folder.resolve("text.srt"), SUBTITLES);
        Clips.makeWithText(folder.resolve("clip.mp4"), text, SECONDS);
        try (DashlineProcess encode = DashlineProcess.start(folder, "encode", "clip.mp4", "--json")) {
            assertThat(encode.exitCode()).as(encode.stderr()).isZero();
            String id =
                    new ObjectMapper().readTree(encode.stdout()).get("videoId").asText();
            video = folder.resolve("out").resolve(id);
        }
    }

    @Test
    void dashPlaysWithSeeksAndRungsAndSubtitlesAndThumbnails() throws Exception {
        assertPlays("manifest.mpd", Players.dash());
    }

    @Test
    void hlsPlaysWithSeeksAndRungsAndSubtitlesAndThumbnails() throws Exception {
        assertPlays("master.m3u8", Players.hls());
    }

    private static void assertPlays(String manifest, Optional<Path> player) throws Exception {
        assumeTrue(player.isPresent(), "npm cannot provide the player");
        Path profile = Files.createTempDirectory(folder, "browser");
        try (Viewer viewer = new Viewer(video, player.get(), profile)) {
            JsonNode seen = viewer.watch(manifest, JOIN);
            assertThat(seen.get("error").isNull()).as(seen.toString()).isTrue();
            assertThat(seen.get("ended").asBoolean()).as(seen.toString()).isTrue();
            assertThat(seen.get("duration").asDouble()).isEqualTo(SECONDS, within(0.1));
            assertThat(seen.get("heights"))
                    .as(seen.toString())
                    .extracting(JsonNode::asInt)
                    .containsExactly(240, 360);
            assertThat(seen.get("seeks")).extracting(JsonNode::asDouble).containsExactly(JOIN + 0.4, JOIN - 1.0);
            assertThat(seen.get("cues"))
                    .extracting(JsonNode::asText)
                    .containsExactly("en: At the beginning, 0.2 to 1.8", "en: Over the join, 7.5 to 8.8");
            JsonNode thumbnail = seen.get("thumbnail");
            // The last of three thumbnails in a row, one for each segment of four seconds.
            assertThat(thumbnail.get("name").asText()).as(seen.toString()).isEqualTo("1.jpg");
            assertThat(thumbnail.get("x").asInt()).isEqualTo(2 * 192);
            assertThat(thumbnail.get("y").asInt()).isZero();
            assertThat(thumbnail.get("sheetWidth").asInt()).isEqualTo(3 * 192);
            assertThat(thumbnail.get("sheetHeight").asInt()).isEqualTo(108);
        }
    }
}

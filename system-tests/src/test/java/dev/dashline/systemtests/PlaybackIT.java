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

/** What was encoded plays to its end in a real browser. Skipped on a machine without Chromium, or without npm for the players. */
class PlaybackIT {

    private static final int SECONDS = 9;

    @TempDir
    static Path folder;

    private static Path video;

    @BeforeAll
    static void encode() throws Exception {
        assumeTrue(Viewer.chromium().isPresent(), "no Chromium on this machine");
        Clips.make(folder.resolve("clip.mp4"), SECONDS);
        try (DashlineProcess encode = DashlineProcess.start(folder, "encode", "clip.mp4", "--json")) {
            assertThat(encode.exitCode()).as(encode.stderr()).isZero();
            String id =
                    new ObjectMapper().readTree(encode.stdout()).get("videoId").asText();
            video = folder.resolve("out").resolve(id);
        }
    }

    @Test
    void dashPlaysToTheEnd() throws Exception {
        assertPlays("manifest.mpd", Players.dash());
    }

    @Test
    void hlsPlaysToTheEnd() throws Exception {
        assertPlays("master.m3u8", Players.hls());
    }

    private static void assertPlays(String manifest, Optional<Path> player) throws Exception {
        assumeTrue(player.isPresent(), "the player cannot be had from npm");
        Path profile = Files.createTempDirectory(folder, "browser");
        try (Viewer viewer = new Viewer(video, player.get(), profile)) {
            JsonNode seen = viewer.watch(manifest);
            assertThat(seen.get("error").isNull()).as(seen.toString()).isTrue();
            assertThat(seen.get("ended").asBoolean()).as(seen.toString()).isTrue();
            assertThat(seen.get("duration").asDouble()).isEqualTo(SECONDS, within(0.1));
            assertThat(seen.get("height").asInt()).isEqualTo(240);
        }
    }
}

package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encodes professional clips together with a text file that is named like a clip. Skipped unless DASHLINE_MEDIA names
 * the folder of the clips.
 */
class RealClipsIT {

    private static final List<String> CLIPS = List.of("surf.mp4", "flowers.mp4");
    /** The tolerance for sound, in seconds. */
    private static final double IN_SYNC = 0.025;

    @TempDir
    Path folder;

    @Test
    void comeOutWholeInEveryRendition() throws Exception {
        List<Path> sources = CLIPS.stream().map(RealClipsIT::media).toList();
        Files.writeString(folder.resolve("text.mp4"), "This is a text. ".repeat(1000));
        List<String> arguments = new ArrayList<>(List.of("encode", "text.mp4", "--json"));
        sources.forEach(source -> arguments.add(source.toString()));

        try (DashlineProcess encode = DashlineProcess.start(folder, arguments.toArray(String[]::new))) {
            assertThat(encode.exitCode()).as(encode.stderr()).isEqualTo(1);

            assertThat(encode.outcomeOf("text.mp4").get("code").asText()).isEqualTo("INVALID_CONTAINER");
            for (Path source : sources) {
                JsonNode outcome = encode.outcomeOf(source.toString());
                assertThat(outcome.get("state").asText()).as(source.toString()).isEqualTo("published");
                assertWhole(
                        source,
                        folder.resolve("out").resolve(outcome.get("videoId").asText()));
            }
        }
    }

    private static void assertWhole(Path source, Path video) throws Exception {
        long frames = Clips.decodedFrames(source);
        double picture = Clips.secondsOfPicture(source);
        double sound = Clips.endOfSound(source);
        List<Path> playlists = mediaPlaylists(video);
        assertThat(playlists).hasSizeGreaterThan(2);
        for (Path playlist : playlists) {
            assertThat(Clips.decodingErrors(playlist)).as(playlist.toString()).isEmpty();
            if (playlist.getName(playlist.getNameCount() - 2).toString().startsWith("v")) {
                assertThat(Clips.decodedFrames(playlist))
                        .as(playlist.toString())
                        .isEqualTo(frames);
                assertThat(declaredSeconds(playlist))
                        .as(playlist.toString())
                        .isCloseTo(picture, within(picture / frames));
            } else {
                assertThat(Clips.endOfSound(playlist)).as(playlist.toString()).isCloseTo(sound, within(IN_SYNC));
                assertThat(declaredSeconds(playlist)).as(playlist.toString()).isCloseTo(sound, within(IN_SYNC));
            }
        }
    }

    private static double declaredSeconds(Path playlist) throws IOException {
        return Files.readAllLines(playlist).stream()
                .filter(line -> line.startsWith("#EXTINF:"))
                .mapToDouble(line -> Double.parseDouble(line.substring("#EXTINF:".length(), line.indexOf(','))))
                .sum();
    }

    private static List<Path> mediaPlaylists(Path video) throws IOException {
        try (Stream<Path> files = Files.walk(video)) {
            return files.filter(file -> file.endsWith("media.m3u8")).toList();
        }
    }

    private static Path media(String name) {
        String media = System.getenv("DASHLINE_MEDIA");
        assumeTrue(media != null, "DASHLINE_MEDIA, the folder with real clips, is not set");
        Path clip = Path.of(media).resolve(name).toAbsolutePath();
        assumeTrue(Files.exists(clip), clip + " does not exist");
        return clip;
    }
}

package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import io.lindstrom.m3u8.model.ByteRange;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What profiles may ask for besides H.264 at constant quality: it is chunked, joins and plays all the same. */
class CodecsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "codec: hevc, ultrafast, crf: 28, hvc1.1.6.L63.90",
        "codec: hevc, ultrafast, bitrate: 200k, hvc1.1.6.L63.90",
        "codec: av1, 12, crf: 40, av01.0.00M.08",
        "codec: h264, ultrafast, bitrate: 200k, avc1.42c00d"
    })
    void joinsAndPlays(String codec, String preset, String rate, String codecs) throws Exception {
        Path source = clip();
        try (Pipeline pipeline = new Pipeline(folder, profile(codec, preset, rate), 4)) {
            assertThat(pipeline.analyze(source).getChunks()).isEqualTo(4);
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isEqualTo(100);
            assertThat(encoded.getRenditions())
                    .extracting(Rendition::getCodecs)
                    .containsExactly(codecs, codecs, "jpeg");
            String mpd = pipeline.out().resolve("manifest.mpd").toString();
            String hls = pipeline.out().resolve("master.m3u8").toString();
            assertThat(Programs.frameChecksums(mpd, "-map", "0:v:0")).hasSize(100);
            assertThat(Programs.frameChecksums(mpd, "-map", "0:v:1")).hasSize(100);
            assertThat(Programs.frameChecksums(hls, "-map", "0:v")).hasSize(200);
            assertThat(Files.readString(pipeline.out().resolve("master.m3u8"))).contains("\"" + codecs + "\"");
            assertKeyframesCanBeShownAlone("v180", pipeline);
            assertKeyframesCanBeShownAlone("v90", pipeline);
        }
    }

    /** Each range of bytes is one picture, with nothing but the init segment: the one that a segment begins with. */
    private void assertKeyframesCanBeShownAlone(String rung, Pipeline pipeline) throws Exception {
        Path rendition = pipeline.out().resolve("1").resolve(rung);
        List<String> whole =
                Programs.frameChecksums(rendition.resolve("media.m3u8").toString());
        MediaPlaylist keyframes = new MediaPlaylistParser().readPlaylist(rendition.resolve("keyframes.m3u8"));
        assertThat(keyframes.iFramesOnly()).isTrue();
        assertThat(keyframes.mediaSegments())
                .extracting(MediaSegment::duration)
                .containsExactly(1.04, 1.04, 1.04, 0.88);
        for (int each = 0; each < 4; each++) {
            MediaSegment picture = keyframes.mediaSegments().get(each);
            ByteRange range = picture.byteRange().orElseThrow();
            Path alone = folder.resolve("alone.mp4");
            try (OutputStream out = Files.newOutputStream(alone)) {
                out.write(Files.readAllBytes(rendition.resolve("init.mp4")));
                byte[] segment = Files.readAllBytes(rendition.resolve(picture.uri()));
                out.write(segment, Math.toIntExact(range.offset().orElseThrow()), Math.toIntExact(range.length()));
            }
            // FFmpeg complains that the other pictures are not there.
            String shown = Programs.run(
                            Programs.tools().ffmpeg(),
                            List.of("-v", "fatal", "-i", alone.toString(), "-f", "framemd5", "-"))
                    .text();
            assertThat(shown.lines().filter(line -> !line.startsWith("#")))
                    .singleElement(STRING)
                    .endsWith(whole.get(each * 26));
        }
    }

    @Test
    void encodesSoundAloneWhereTheProfileSaysSo() throws Exception {
        Path source = folder.resolve("talk.mp3");
        Programs.make(source, "-f lavfi -i sine=d=5 -c:a libmp3lame");
        Profiles soundOnly = new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT2S
            segment: PT2S
            audio: {bitrate: 64k, sampleRate: 48000, channels: 2}
            """)));
        try (Pipeline pipeline = new Pipeline(folder, soundOnly, 2)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getFrames()).isZero();
            assertThat(encoded.getDurationMillis()).isBetween(4_980L, 5_100L);
            assertThat(encoded.getRenditions()).singleElement().satisfies(sound -> {
                assertThat(sound.getKind()).isEqualTo(RenditionKind.AUDIO);
                assertThat(sound.getCodecs()).isEqualTo("mp4a.40.2");
            });
            for (String manifest : List.of("manifest.mpd", "master.m3u8")) {
                assertThat(Programs.frameChecksums(
                                pipeline.out().resolve(manifest).toString(), "-map", "0:a:0"))
                        .as(manifest)
                        .hasSizeBetween(233, 240);
            }
        }
    }

    private static Profiles profile(String codec, String preset, String rate) {
        return new Profiles(List.of(Profiles.parse("h264-fast", """
            gop: PT0.5S
            segment: PT1S
            video:
              %s
              preset: %s
              profile: main
              rungs:
                - {size: 180, %s, maxrate: 400k, bufsize: 800k}
                - {size: 90, %s, maxrate: 300k, bufsize: 600k}
            """.formatted(codec, preset, rate, rate))));
    }

    private Path clip() throws Exception {
        Path source = folder.resolve("clip.mp4");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=320x180:r=25:d=4
            -pix_fmt yuv420p -c:v libx264 -preset ultrafast\
            """);
        return source;
    }
}

package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.profile.Profiles;
import dev.dashline.media.thumbnail.Jpeg;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small pictures show what the video shows at their time. */
class ThumbnailsTest {

    private static final List<Integer> COLOURS = List.of(0xc02020, 0x20c020, 0x2020c0, 0xc0c020, 0xc020c0, 0x20c0c0);

    private static final Profiles WITHOUT = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT2S
        segment: PT4S
        thumbnails: none
        video: {preset: ultrafast, profile: high, rungs: [{size: 90, crf: 28, maxrate: 300k, bufsize: 600k}]}
        """)));

    @TempDir
    private Path folder;

    @Test
    void showsWhatEachSegmentStartsWithInItsPlaceOnTheSheet() throws Exception {
        Path source = colours(23);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(source);

            Path pictures = pipeline.out().resolve("1/thumbnails");
            assertThat(pixels(pictures.resolve("1.jpg"), 6)).zipSatisfy(COLOURS, ThumbnailsTest::assertAlike);
            assertThat(Files.readString(pictures.resolve("thumbnails.vtt")))
                    .contains("00:00:16.000 --> 00:00:20.000\n1.jpg#xywh=768,0,192,108")
                    .endsWith("00:00:20.000 --> 00:00:23.000\n1.jpg#xywh=960,0,192,108\n");
            assertThat(Jpeg.parse(Files.readAllBytes(pictures.resolve("poster.jpg"))))
                    .isEqualTo(new Jpeg(640, 360));
            assertThat(encoded.getRenditions())
                    .filteredOn(rendition -> rendition.getKind() == RenditionKind.IMAGE)
                    .singleElement()
                    .satisfies(images -> {
                        assertThat(images.getSegments()).isEqualTo(1);
                        assertThat(images.getWidth()).contains(192);
                        assertThat(images.getBytes()).isEqualTo(Files.size(pictures.resolve("1.jpg")));
                    });
            assertThat(inventory(encoded)).contains("1.jpg", "poster.jpg", "thumbnails.vtt");
        }
    }

    @Test
    void makesNoneIfTheProfileSaysSo() throws Exception {
        Path source = colours(4);
        try (Pipeline pipeline = new Pipeline(folder, WITHOUT, 2)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getRenditions()).extracting(Rendition::getKind).containsOnly(RenditionKind.VIDEO);
            assertThat(pipeline.out().resolve("1/thumbnails")).doesNotExist();
        }
    }

    @Test
    void noticesAPictureThatFfmpegHasNotWritten() throws Exception {
        Path source = colours(4);
        FfmpegTools forgetful = Programs.wrapped(
                folder, "$FFMPEG \"$@\" || exit; case $out in *poster.jpg) rm \"${out%/*}/1.jpg\";; esac");
        try (Pipeline pipeline = Pipeline.with(forgetful, folder)) {
            EncodingPlan plan = pipeline.analyze(source);
            Package work = Pipeline.packaging(pipeline.transcode(source, plan));

            TaskOutcome outcome = pipeline.run(Pipeline.task(source, plan, TaskIds.PACKAGE, work));

            assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.failure().getCode()).isEqualTo(FailureCode.OUTPUT_INVALID.name());
                assertThat(failed.failure().getMessage()).contains("1.jpg");
            });
        }
    }

    /** Another colour every four seconds. */
    private Path colours(int seconds) throws Exception {
        List<String> arguments = new ArrayList<>();
        StringBuilder inputs = new StringBuilder();
        for (int colour : COLOURS) {
            arguments.addAll(List.of(
                    "-f", "lavfi", "-i", String.format(Locale.ROOT, "color=0x%06x:s=640x360:r=25:d=4", colour)));
            inputs.append('[').append(arguments.size() / 4 - 1).append(']');
        }
        Path source = folder.resolve("colours.mp4");
        arguments.addAll(List.of(
                "-filter_complex",
                inputs + "concat=n=" + COLOURS.size(),
                "-t",
                Integer.toString(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                source.toString()));
        Programs.ffmpeg(arguments.toArray(String[]::new));
        return source;
    }

    /** The colour in the middle of each picture in the first row. */
    private List<Integer> pixels(Path sheet, int pictures) throws Exception {
        Path raw = folder.resolve("sheet.rgb");
        Programs.ffmpeg("-i", sheet.toString(), "-f", "rawvideo", "-pix_fmt", "rgb24", raw.toString());
        byte[] rgb = Files.readAllBytes(raw);
        assertThat(rgb).hasSize(pictures * 192 * 108 * 3);
        List<Integer> pixels = new ArrayList<>();
        for (int picture = 0; picture < pictures; picture++) {
            int at = (54 * pictures * 192 + picture * 192 + 96) * 3;
            pixels.add(((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff));
        }
        return pixels;
    }

    private static void assertAlike(int colour, int expected) {
        for (int shift : new int[] {0, 8, 16}) {
            assertThat((colour >> shift) & 0xff)
                    .as(Integer.toHexString(colour))
                    .isCloseTo((expected >> shift) & 0xff, within(12));
        }
    }

    private static List<String> inventory(EncodedVideo encoded) throws Exception {
        JsonNode objects = new ObjectMapper()
                .readTree(Path.of(URI.create(encoded.getInventory())).toFile())
                .get("objects");
        List<String> names = new ArrayList<>();
        objects.forEach(object -> names.add(object.get("uri").asText().replaceAll(".*/", "")));
        return names;
    }
}

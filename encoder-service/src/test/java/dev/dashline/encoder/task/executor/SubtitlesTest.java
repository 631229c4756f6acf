package dev.dashline.encoder.task.executor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of sources and of files, at the time that it is for, in both manifests. */
class SubtitlesTest {

    private static final String SUBRIP = """
            1
            00:00:00,500 --> 00:00:01,500
            <i>Hello</i>

            2
            00:00:02,000 --> 00:00:03,000
            two lines
            & no more
            """;

    private static final String WEBVTT = """
            WEBVTT

            00:00:00.500 --> 00:00:01.500
            <i>Hello</i>

            00:00:02.000 --> 00:00:03.000
            two lines
            &amp; no more
            """;

    /** FFmpeg knows what is escaped, but writes it as it is. */
    private static final String READ = WEBVTT.replace("&amp;", "&");

    @TempDir
    private Path folder;

    private Path subRip;

    @BeforeEach
    void writeSubtitles() throws Exception {
        subRip = Files.writeString(folder.resolve("text.srt"), SUBRIP);
    }

    @ParameterizedTest
    @CsvSource({"mp4, mov_text, 0", "mov, mov_text, 0", "mkv, subrip, 5", "mkv, ass, 0", "webm, webvtt, 0"})
    void takesTextOutOfTheSourceAtTheTimeOfItsPicture(String container, String codec, String offset) throws Exception {
        Path source = clip(container, codec, offset);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(source);

            assertThat(encoded.getRenditions())
                    .filteredOn(rendition -> rendition.getKind() == RenditionKind.TEXT)
                    .extracting(
                            Rendition::getId,
                            rendition -> rendition.getLanguage().orElse(""))
                    .containsExactly(tuple("t0", "de"));
            assertThat(pipeline.out().resolve("1/t0/text.vtt")).content().isEqualToIgnoringWhitespace(WEBVTT);
        }
    }

    /** As authors of ASS space their lines, and as nobody else may write WebVTT. */
    @Test
    void takesEmptyLinesAndArrowsOfTheSourceAsTheTextThatTheyAre() throws Exception {
        Path ass = Files.writeString(folder.resolve("text.ass"), """
                [Script Info]
                ScriptType: v4.00+

                [V4+ Styles]
                Format: Name, Fontname, Fontsize
                Style: Default,Arial,16

                [Events]
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
                Dialogue: 0,0:00:00.50,0:00:01.50,Default,,0,0,0,,\\N\\NUpper\\N\\NNOTE lower
                Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,Left --> right\\N\\N00:01 --> 2
                """);
        Path source = withTexts(ass);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            assertThat(pipeline.text(source)).isInstanceOf(TaskOutcome.Transcoded.class);

            assertThat(pipeline.out().resolve("1/t0/text.vtt")).hasContent("""
                    WEBVTT

                    00:00:00.500 --> 00:00:01.500
                    Upper
                    NOTE lower

                    00:00:02.000 --> 00:00:03.000
                    Left --&gt; right
                    00:01 --&gt; 2
                    """);
        }
    }

    @Test
    void leavesOutATextOfTheSourceThatIsNotInUtf8() throws Exception {
        Path latin = Files.writeString(folder.resolve("l.srt"), SUBRIP.replace("Hello", "Gr\u00fc\u00dfe"), ISO_8859_1);
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodedVideo encoded = pipeline.encode(withTexts(latin, subRip));

            assertThat(encoded.getRenditions())
                    .filteredOn(rendition -> rendition.getKind() == RenditionKind.TEXT)
                    .extracting(Rendition::getId)
                    .containsExactly("t1");
            assertThat(pipeline.out().resolve("1/t1/text.vtt")).hasContent(WEBVTT);
            assertThat(pipeline.notes()).containsOnlyOnce("SUBTITLES_UNREADABLE");
        }
    }

    @Test
    void leavesOutATextOfTheSourceThatEndsBeforeTheFirstPicture() throws Exception {
        Path early = Files.writeString(folder.resolve("early.srt"), "1\n00:00:00,000 --> 00:00:00,500\nToo soon\n");
        Path source = folder.resolve("early.mkv");
        Programs.make(
                source,
                "-f lavfi -itsoffset 1 -i testsrc2=s=160x90:r=25:d=2 -i " + early
                        + " -map 0 -map 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:s subrip");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            pipeline.encode(source);

            assertThat(pipeline.notes()).containsOnlyOnce("SUBTITLES_EMPTY");
        }
    }

    @Test
    void leavesOutATextOfTheSourceThatFfmpegCannotDecode() throws Exception {
        Path source = withTexts(subRip, subRip);
        String script =
                "case \"$*\" in *'-map 0:1'*) echo 'Invalid data found' >&2; exit 1;; esac; exec $FFMPEG \"$@\"";
        try (Pipeline pipeline = Pipeline.with(Programs.wrapped(folder, script), folder)) {
            assertThat(pipeline.text(source)).isInstanceOf(TaskOutcome.Transcoded.class);

            assertThat(pipeline.out().resolve("1/t0")).doesNotExist();
            assertThat(pipeline.out().resolve("1/t1/text.vtt")).hasContent(WEBVTT);
        }
    }

    @Test
    void triesAgainWhatFfmpegHasNotWrittenToItsEnd() throws Exception {
        String script = "$FFMPEG \"$@\" || exit; case $out in *.vtt) truncate -s -3 \"$out\";; esac";
        try (Pipeline pipeline = Pipeline.with(Programs.wrapped(folder, script), folder)) {
            assertThat(pipeline.text(withTexts(subRip))).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.failure().getCode()).isEqualTo(FailureCode.OUTPUT_INVALID.name());
                assertThat(failed.failure().getRetryable()).isTrue();
            });
        }
    }

    @Test
    void playsTextOfTheSourceAndOfFilesInHlsAndDash() throws Exception {
        Path source = clip("mp4", "mov_text", "0");
        Path webVtt = Files.writeString(folder.resolve("text.vtt"), WEBVTT.replace("Hello", "Hallå"));
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            pipeline.encode(source, subtitle(subRip, "en", "English (typed)"), subtitle(webVtt, "sv", null));

            assertThat(pipeline.out().resolve("master.m3u8"))
                    .content()
                    .contains("NAME=\"German\"", "NAME=\"English (typed)\"", "NAME=\"Swedish\"", "SUBTITLES=\"text\"");
            assertThat(read("1/t1/media.m3u8", "0:s", pipeline)).isEqualToIgnoringWhitespace(READ);
            assertThat(read("1/t2/media.m3u8", "0:s", pipeline)).contains("Hallå");
            assertThat(pipeline.out().resolve("manifest.mpd"))
                    .content()
                    .contains("lang=\"sv\"", "<BaseURL>1/t2/text.vtt</BaseURL>", "<Label>English (typed)</Label>");
            assertThat(read("manifest.mpd", "0:s:1", pipeline, "-allowed_extensions", "ALL"))
                    .isEqualToIgnoringWhitespace(READ);
        }
    }

    @Test
    void namesTheFileAndTheLineThatIsWrongAndTriesNoSecondTime() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.srt"), SUBRIP.replace(" --> 00:00:03", " -> 00:00:03"));
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            TaskOutcome outcome = pipeline.text(clip("mp4", "mov_text", "0"), subtitle(broken, "en", null));

            assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.failure().getCode()).isEqualTo(FailureCode.INVALID_SUBTITLES.name());
                assertThat(failed.failure().getRetryable()).isFalse();
                assertThat(failed.failure().getMessage())
                        .isEqualTo("The subtitle file " + broken.toUri() + " has times that cannot be read (line 6)."
                                + " Correct that file, WebVTT or SubRip in UTF-8, or leave it out of the request.");
            });
        }
    }

    @Test
    void publishesNoTextThatArrivedSpoiled() throws Exception {
        try (GcsEmulator emulator = GcsEmulator.start().withBucket("texts");
                Pipeline pipeline = Pipeline.from(
                        StoreConfig.unrestricted().withEmulator(emulator.url()).open(Executors::newCachedThreadPool),
                        folder)) {
            emulator.put("texts", "text.srt", subRip, "text/plain");
            emulator.faults().add(FaultRule.every(new Fault.Corrupt()).on("alt=media"));

            TaskOutcome outcome =
                    pipeline.text(clip("mp4", "mov_text", "0"), new SubtitleSource("gs://texts/text.srt", "en", null));

            assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
                assertThat(failed.failure().getCode()).isEqualTo(FailureCode.OUTPUT_INVALID.name());
                assertThat(failed.failure().getMessage()).contains("gs://texts/text.srt arrived as");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"nothing.vtt, SOURCE_NOT_FOUND", "empty.vtt, INVALID_SUBTITLES"})
    void saysSoIfThereIsNoTextWhereTheRequestSaysThatThereIs(String name, String code) throws Exception {
        Files.writeString(folder.resolve("empty.vtt"), "WEBVTT\n");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            TaskOutcome outcome =
                    pipeline.text(clip("mp4", "mov_text", "0"), subtitle(folder.resolve(name), "en", null));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            TaskOutcome.Failed.class,
                            failed -> assertThat(failed.failure().getCode()).isEqualTo(code));
        }
    }

    @Test
    void letsNoVideoPassWhoseTextHasGone() throws Exception {
        Path source = clip("mp4", "mov_text", "0");
        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodingPlan plan = pipeline.analyze(source);
            List<PartRef> parts = pipeline.transcode(source, plan);
            Files.delete(pipeline.out().resolve("1/t0/text.vtt"));

            assertThat(pipeline.run(Pipeline.task(source, plan, TaskIds.PACKAGE, Pipeline.packaging(parts))))
                    .isInstanceOfSatisfying(
                            TaskOutcome.Failed.class,
                            failed -> assertThat(failed.failure().getMessage()).contains("t0/text.vtt is gone"));
            pipeline.forget(parts.get(parts.size() - 1));
            List<PartRef> withoutText = parts.subList(0, parts.size() - 1);
            assertThat(pipeline.run(Pipeline.task(source, plan, TaskIds.PACKAGE, Pipeline.packaging(withoutText))))
                    .isInstanceOfSatisfying(
                            TaskOutcome.Failed.class,
                            failed -> assertThat(failed.failure().getMessage()).contains("text has 0 parts"));
        }
    }

    private static SubtitleSource subtitle(Path file, String language, @Nullable String label) {
        return new SubtitleSource(file.toUri().toString(), language, label);
    }

    /** What FFmpeg's demuxers make of a manifest or playlist. */
    private static String read(String manifest, String stream, Pipeline pipeline, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-i", pipeline.out().resolve(manifest).toString()));
        arguments.addAll(List.of("-map", stream, "-f", "webvtt", "-"));
        return Programs.ffmpeg(arguments.toArray(String[]::new))
                .replaceAll("(?m)(^|--> )(?=\\d\\d:\\d\\d\\.)", "$100:");
    }

    /** Four seconds of pictures with these texts as they are. */
    private Path withTexts(Path... texts) throws Exception {
        Path source = folder.resolve("texts.mkv");
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4"));
        for (Path text : texts) {
            arguments.addAll(List.of("-i", text.toString()));
        }
        for (int input = 0; input <= texts.length; input++) {
            arguments.addAll(List.of("-map", Integer.toString(input)));
        }
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:s", "copy"));
        arguments.add(source.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        return source;
    }

    /** Four seconds of pictures that start at an offset, with a German text. */
    private Path clip(String container, String codec, String offset) throws Exception {
        Path source = folder.resolve("clip." + container);
        boolean webm = container.equals("webm");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x180:r=25:d=4",
                "-i",
                subRip.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c:v",
                webm ? "libvpx-vp9" : "libx264",
                webm ? "-deadline" : "-preset",
                webm ? "realtime" : "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:s",
                codec,
                "-metadata:s:s:0",
                "language=ger",
                "-output_ts_offset",
                offset,
                source.toString());
        return source;
    }
}

package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.AudioTrack;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {

    @TempDir
    private Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = Pipeline.fast(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void refusesWhatIsNoVideoFileWithinTwoSeconds() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        byte[] whole = Files.readAllBytes(clip("-t", "1"));
        byte[] withoutMoov = Arrays.copyOf(whole, whole.length / 2); // which comes last
        for (byte[] content :
                List.of(new byte[0], "Dear diary, ".repeat(500).getBytes(StandardCharsets.UTF_8), noise, withoutMoov)) {
            assertRefusedAtOnce(Files.write(folder.resolve("source.mp4"), content), FailureCode.INVALID_CONTAINER);
        }
    }

    @Test
    void followsNoPlaylistThatCallsItselfAVideo() throws Exception {
        Path other = clip("-t", "1");
        for (String text : List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + other + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '" + other + "'\n",
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
                "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><Period><BaseURL>" + other + "</BaseURL></Period></MPD>")) {
            assertRefused(Files.writeString(folder.resolve("playlist.mp4"), text), FailureCode.INVALID_CONTAINER);
        }
    }

    @Test
    void refusesSoundWithoutPictures() throws Exception {
        Path source = folder.resolve("sound.mp4");
        Programs.make(source, "-f lavfi -i sine=d=1 -c:a aac");

        assertRefused(source, FailureCode.NO_VIDEO);
    }

    @Test
    void takesACoverForNoVideo() throws Exception {
        Path cover = folder.resolve("cover.png");
        Path source = folder.resolve("song.mp4");
        Programs.make(cover, "-f lavfi -i testsrc2=s=64x64 -frames:v 1");
        Programs.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-i",
                cover.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c:a",
                "aac",
                "-c:v",
                "copy",
                "-disposition:v:0",
                "attached_pic",
                source.toString());

        assertRefused(source, FailureCode.NO_VIDEO);
    }

    @Test
    void refusesAHugePictureWithoutDecodingIt() throws Exception {
        Path source = folder.resolve("huge.mov");
        Programs.make(source, "-f lavfi -i color=s=16000x16000:r=1 -frames:v 1 -c:v mjpeg");

        assertRefusedAtOnce(source, FailureCode.TOO_LARGE);
    }

    @Test
    void refusesWhatIsLongerThanTheDeploymentTakes() throws Exception {
        Path source = clip("-t", "3");
        SourceLimits limits = new SourceLimits(1_000_000, Duration.ofSeconds(2), 8, Duration.ofSeconds(10));
        try (Pipeline strict = new Pipeline(folder, Profiles.builtIn(), 1, limits)) {
            assertThat(strict.failedAnalysis(source).getCode()).isEqualTo(FailureCode.DURATION_LIMIT.name());
        }
    }

    @Test
    void countsPacketsWhereTheHeaderLiesAboutTheDuration() throws Exception {
        byte[] content = Files.readAllBytes(clip("-t", "3", "-use_editlist", "0"));
        ByteBuffer file = ByteBuffer.wrap(content);
        int movieHeader = find(content, "mvhd");
        file.putInt(movieHeader + 20, file.getInt(movieHeader + 16)); // one second, in the units of its time scale
        int mediaHeader = find(content, "mdhd");
        file.putInt(mediaHeader + 20, file.getInt(mediaHeader + 16));
        file.putInt(find(content, "tkhd") + 24, file.getInt(movieHeader + 16));
        Path source = Files.write(folder.resolve("lies.mp4"), content);
        SourceLimits limits = new SourceLimits(1_000_000, Duration.ofSeconds(2), 8, Duration.ofSeconds(10));

        try (Pipeline strict = new Pipeline(folder, Profiles.builtIn(), 1, limits)) {
            assertThat(strict.failedAnalysis(source).getCode()).isEqualTo(FailureCode.DURATION_LIMIT.name());
        }
    }

    /** A table of times of a few bytes that stands for days of video. */
    @Test
    void believesNoTableOfTimesThatItsPacketsDoNotFill() throws Exception {
        byte[] content = Files.readAllBytes(clip("-t", "3", "-use_editlist", "0"));
        int table = find(content, "stts");
        ByteBuffer.wrap(content).putInt(table + 12, Integer.MAX_VALUE).putInt(table + 16, 100_000_000);
        Path source = Files.write(folder.resolve("bomb.mp4"), content);
        long start = System.nanoTime();

        assertRefused(source, FailureCode.DURATION_LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void refusesMoreTracksThanAnyVideoHas() throws Exception {
        byte[] content = Files.readAllBytes(clip("-t", "1"));
        int movie = find(content, "moov") - 4; // at the end of the file, so that no track moves what it points to
        int track = find(content, "trak") - 4;
        byte[] copy = Arrays.copyOfRange(
                content, track, track + ByteBuffer.wrap(content).getInt(track));
        ByteArrayOutputStream crowd = new ByteArrayOutputStream();
        crowd.write(content, 0, track);
        for (int copies = 0; copies < 4_999; copies++) {
            crowd.write(copy);
        }
        crowd.write(content, track, content.length - track);
        ByteBuffer file = ByteBuffer.wrap(crowd.toByteArray());
        file.putInt(movie, file.capacity() - movie);

        assertRefused(Files.write(folder.resolve("tracks.mp4"), file.array()), FailureCode.INVALID_CONTAINER);
    }

    @Test
    void refusesWhatIsEncrypted() throws Exception {
        Path source = folder.resolve("encrypted.mp4");
        Programs.ffmpeg(
                "-i",
                clip("-t", "1").toString(),
                "-c",
                "copy",
                "-encryption_scheme",
                "cenc-aes-ctr",
                "-encryption_key",
                "0123456789abcdef0123456789abcdef",
                "-encryption_kid",
                "fedcba9876543210fedcba9876543210",
                source.toString());

        assertRefused(source, FailureCode.UNSUPPORTED_CODEC);
    }

    @Test
    void refusesACodecThatNobodyKnows() throws Exception {
        byte[] content = Files.readAllBytes(clip("-t", "1"));
        int sampleEntry = find(content, "stsd") + 16;
        System.arraycopy("zzzz".getBytes(StandardCharsets.US_ASCII), 0, content, sampleEntry, 4);

        assertRefused(Files.write(folder.resolve("unknown.mp4"), content), FailureCode.UNSUPPORTED_CODEC);
    }

    /** Codecs that FFmpeg has names for, but no decoders. */
    @ParameterizedTest
    @CsvSource({"avc1, avcC, evc1, evc", "mp4a, esds, ac-4, ac4"})
    void refusesACodecThatNobodyDecodes(String entry, String header, String other, String name) throws Exception {
        byte[] content = Files.readAllBytes(withSound("clip.mp4", "-c:v libx264 -preset ultrafast -c:a aac"));
        put(content, inStsd(content, header), "free");
        put(content, inStsd(content, entry), other);

        Path source = Files.write(folder.resolve("other.mp4"), content);

        assertRefused(source, FailureCode.UNSUPPORTED_CODEC);
        assertThat(pipeline.failedAnalysis(source).getMessage()).contains(name);
    }

    @Test
    void leavesOutSoundThatNobodyDecodesWhereThereIsOther() throws Exception {
        byte[] content = Files.readAllBytes(
                withSound("clip.mp4", "-map 0 -map 1 -map 1 -c:v libx264 -preset ultrafast -c:a aac"));
        put(content, inStsd(content, "esds"), "free");
        put(content, inStsd(content, "mp4a"), "ac-4");

        EncodingPlan plan = pipeline.analyze(Files.write(folder.resolve("other.mp4"), content));

        assertThat(plan.getAudioTracks()).extracting(AudioTrack::getStream).containsExactly(2);
    }

    /** Where a name is, from the first description of samples on: a file's brands have such names, too. */
    private static int inStsd(byte[] file, String name) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(name, find(file, "stsd"));
    }

    private static void put(byte[] file, int place, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, file, place, text.length());
    }

    @Test
    void noticesThatPartOfTheSourceIsMissing() throws Exception {
        byte[] whole = Files.readAllBytes(clip("-t", "8", "-movflags", "+faststart"));
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length * 6 / 10));

        assertThat(firstFailure(cut).getCode()).isEqualTo(FailureCode.CORRUPT_MEDIA.name());
    }

    /** A container that tells how long it lasts, but not how long its tracks do. */
    @ParameterizedTest
    @CsvSource({
        "mkv, -c:v libx264 -preset ultrafast -c:a aac",
        "webm, -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"
    })
    void noticesThatTheEndOfMatroskaIsMissing(String type, String codecs) throws Exception {
        byte[] whole = Files.readAllBytes(withSound("whole." + type, codecs));
        int length = whole.length * 6 / 10;
        assertRefused(
                Files.write(folder.resolve("cut." + type), Arrays.copyOf(whole, length)), FailureCode.CORRUPT_MEDIA);

        // Without the tags that tell it of each track.
        Path untagged = Files.write(folder.resolve("untagged." + type), withoutTags(whole));
        assertThat(pipeline.analyze(untagged).getFrames()).isBetween(99L, 101L);
        assertRefused(
                Files.write(folder.resolve("short." + type), Arrays.copyOf(withoutTags(whole), length)),
                FailureCode.CORRUPT_MEDIA);
    }

    @Test
    void takesMatroskaWhoseSoundOrPicturesEndFirst() throws Exception {
        for (String ends : List.of("-af atrim=end=2", "-vf trim=end=2")) {
            byte[] whole = Files.readAllBytes(withSound("ends.mkv", ends + " -c:v libx264 -c:a aac"));
            for (byte[] content : List.of(whole, withoutTags(whole))) {
                Path source = Files.write(folder.resolve("source.mkv"), content);

                assertThat(pipeline.analyze(source).getAudioTracks()).as(ends).hasSize(1);
            }
        }
    }

    private Path withSound(String name, String options) throws Exception {
        Path clip = folder.resolve(name);
        String[] all = Stream.of(
                        List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4"),
                        List.of("-pix_fmt", "yuv420p"),
                        Arrays.asList(options.split(" ")),
                        List.of(clip.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new);
        Programs.ffmpeg(all);
        return clip;
    }

    private static byte[] withoutTags(byte[] matroska) {
        String text = new String(matroska, StandardCharsets.ISO_8859_1);
        return text.replace("DURATION", "DURATIOX").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void noticesFlippedBits() throws Exception {
        byte[] content = Files.readAllBytes(clip("-t", "8", "-movflags", "+faststart"));
        Random random = new Random(7);
        for (int flip = 0; flip < 200; flip++) {
            content[content.length / 4 + random.nextInt(content.length * 3 / 4)] ^= (byte) (1 << random.nextInt(8));
        }
        Path flipped = Files.write(folder.resolve("flipped.mp4"), content);

        Failure failure = firstFailure(flipped);
        assertThat(failure.getCode()).as(failure.toString()).isEqualTo(FailureCode.CORRUPT_MEDIA.name());
    }

    @Test
    void noticesThatTheSourceWasReplaced() throws Exception {
        Path source = clip("-t", "3");
        EncodingPlan plan = pipeline.analyze(source);
        Files.write(source, Files.readAllBytes(clip("-t", "4")));

        TaskOutcome outcome = pipeline.run(Pipeline.transcodeTasks(source, plan).get(0));

        assertThat(((TaskOutcome.Failed) outcome).failure().getCode()).isEqualTo(FailureCode.SOURCE_CHANGED.name());
    }

    /** Where the type of a box is. */
    private static int find(byte[] file, String box) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
    }

    private Failure firstFailure(Path source) throws Exception {
        TaskOutcome end = pipeline.end(source);
        assertThat(end).as("what becomes of a damaged source").isInstanceOf(TaskOutcome.Failed.class);
        return ((TaskOutcome.Failed) end).failure();
    }

    private void assertRefusedAtOnce(Path source, FailureCode code) throws InterruptedException {
        long start = System.nanoTime();
        assertRefused(source, code);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    private void assertRefused(Path source, FailureCode code) throws InterruptedException {
        Failure failure = pipeline.failedAnalysis(source);

        assertThat(failure.getCode()).as(failure.toString()).isEqualTo(code.name());
        assertThat(failure.getRetryable()).isFalse();
        assertThat(pipeline.out()).doesNotExist();
        assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
    }

    private Path clip(String... options) throws Exception {
        Path clip = folder.resolve("clip" + String.join("", options).replace("+", "") + ".mp4");
        String[] all = Stream.of(
                        List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25"),
                        Arrays.asList(options),
                        List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", clip.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new);
        Programs.ffmpeg(all);
        return clip;
    }
}

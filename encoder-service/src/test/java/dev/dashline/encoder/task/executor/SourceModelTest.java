package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.SourceReport;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.profile.Profiles;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sources of all kinds, made by chance: every picture comes out once and at its time, and sound in sync. 100 of them,
 * or as many as {@code dashline.sources} says, from the seed {@code dashline.seed} on; {@code target/sources.md} lists
 * how many of each kind there were.
 */
class SourceModelTest {

    /** What people notice starts at about twice that. */
    private static final double IN_SYNC = 0.025;

    private static final String RATE = "48000";
    private static final int LOUD = 6_000;
    private static final Pattern SILENCE_END = Pattern.compile("silence_end: ([0-9.]+)");

    private static final Profiles SMALL = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT1S
        segment: PT2S
        video:
          preset: ultrafast
          profile: high
          rungs:
            - {size: 90, crf: 20, maxrate: 5M, bufsize: 5M}
        audio: {bitrate: 96k, sampleRate: 48000, channels: 1}
        thumbnails: none
        """)));

    @TempDir
    private Path folder;

    @Test
    void everyPictureComesOutAtItsTimeAndSoundInSync() throws Exception {
        long first = Long.getLong("dashline.seed", 1);
        int count = Integer.getInteger("dashline.sources", 100);
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> kinds = new TreeMap<>();
        try {
            List<Future<String>> results = LongStream.range(first, first + count)
                    .mapToObj(seed -> threads.submit(() -> problemOf(FuzzedSource.of(seed))))
                    .toList();
            for (int each = 0; each < count; each++) {
                FuzzedSource source = FuzzedSource.of(first + each);
                String problem = results.get(each).get();
                kinds.merge(source.kind().name(), 1, Integer::sum);
                if (!problem.isEmpty()) {
                    wrong.add(source + ": " + problem);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        write(kinds, wrong);
        assertThat(wrong).isEmpty();
    }

    /** What is wrong with what comes out; empty if nothing is. */
    private String problemOf(FuzzedSource source) throws Exception {
        Path own = Files.createDirectory(folder.resolve(Long.toString(source.seed())));
        Path file = source.make(own);
        try (Pipeline pipeline = new Pipeline(own, SMALL, 16)) {
            TaskOutcome outcome = pipeline.end(file);
            if (!(outcome instanceof TaskOutcome.Packaged packaged)) {
                return "refused: " + outcome;
            }
            Path manifest = pipeline.out().resolve("manifest.mpd");
            Files.copy(Path.of(URI.create(packaged.encoded().getManifest())), manifest);
            SourceReport report = pipeline.report();
            List<Double> times = times(file, report.getVideo().orElseThrow().getTrack());
            String pictures = problemOfPictures(source, times, manifest);
            return pictures.isEmpty() && source.sound().isThere()
                    ? problemOfSound(heard(file, report), times.get(0), manifest)
                    : pictures;
        } finally {
            delete(own);
        }
    }

    /** When the pictures of a track are shown, in seconds, as its packets say. */
    private static List<Double> times(Path file, int track) throws Exception {
        return probed(file, "-select_streams", Integer.toString(track), "-show_entries", "packet=pts_time").stream()
                .map(line -> Double.parseDouble(line.replace(",", "")))
                .sorted()
                .toList();
    }

    private static String problemOfPictures(FuzzedSource source, List<Double> times, Path manifest) throws Exception {
        List<Integer> numbers = source.numbers();
        if (times.size() != numbers.size()) {
            return "the file has " + times.size() + " pictures instead of " + numbers.size();
        }
        Path raw = manifest.resolveSibling("pictures.raw");
        String size = FuzzedSource.WIDTH + "x" + FuzzedSource.HEIGHT;
        String input = manifest.toString();
        Programs.ffmpeg("-i", input, "-map", "0:v:0", "-s", size, "-pix_fmt", "gray", "-f", "rawvideo", raw.toString());
        List<Integer> shown = numbers(Files.readAllBytes(raw));
        String rate = Programs.ffprobe("-select_streams", "v:0", "-show_entries", "stream=r_frame_rate", input)
                .get(0)
                .replace(",", "");
        double frame = 1 / FrameRate.parse(rate).orElseThrow().perSecond();
        List<Integer> once = new ArrayList<>();
        for (int index = 0; index < shown.size(); index++) {
            int number = shown.get(index);
            int place = numbers.indexOf(number);
            if (place >= 0 && (once.isEmpty() || once.get(once.size() - 1) != number)) {
                once.add(number);
                double late = index * frame - times.get(place) + times.get(0);
                if (Math.abs(late) > frame) {
                    return "picture %d is late by %.3f s at %s".formatted(number, late, rate);
                }
            } else if (place < 0) {
                return "frame " + index + " shows no picture of the source";
            }
        }
        return once.equals(numbers) ? "" : "pictures " + once + " instead of " + numbers + " at " + rate;
    }

    /** The number that each picture shows. */
    private static List<Integer> numbers(byte[] pictures) {
        List<Integer> numbers = new ArrayList<>();
        int middle = FuzzedSource.HEIGHT / 2 * FuzzedSource.WIDTH + FuzzedSource.BAR / 2;
        for (int picture = 0; picture < pictures.length; picture += FuzzedSource.WIDTH * FuzzedSource.HEIGHT) {
            int number = 0;
            for (int bit = 0; bit < 8; bit++) {
                if ((pictures[picture + middle + bit * FuzzedSource.BAR] & 0xFF) > 128) {
                    number |= 1 << bit;
                }
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static String problemOfSound(OptionalDouble heard, double start, Path manifest) throws Exception {
        if (heard.isEmpty()) {
            return "another track is taken for the first one";
        }
        Path raw = manifest.resolveSibling("sound.raw");
        Programs.ffmpeg(
                "-i", manifest.toString(), "-map", "0:a:0", "-ac", "1", "-ar", RATE, "-f", "s16le", raw.toString());
        double time = heard.getAsDouble() - start;
        double late = beep(Files.readAllBytes(raw)) - time;
        return Math.abs(late) <= IN_SYNC ? "" : "the beep at %.3f s is late by %.3f s".formatted(time, late);
    }

    /** When the first track of sound beeps, in seconds by the clock of its packets; empty if it does not. */
    private static OptionalDouble heard(Path file, SourceReport report) throws Exception {
        String track = "0:" + report.getSound().get(0).getTracks().get(0);
        String output = Programs.run(
                        Programs.tools().ffmpeg(),
                        List.of(
                                "-hide_banner",
                                "-nostats",
                                "-copyts",
                                "-i",
                                file.toString(),
                                "-map",
                                track,
                                "-af",
                                "silencedetect=n=0.1:d=0.01",
                                "-f",
                                "null",
                                "-"))
                .err();
        Matcher end = SILENCE_END.matcher(output);
        return end.find() ? OptionalDouble.of(Double.parseDouble(end.group(1))) : OptionalDouble.empty();
    }

    /** What ffprobe tells, whatever it warns of: it finds no fault with a file of chance only by chance. */
    private static List<String> probed(Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-of", "csv=p=0"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        return Programs.run(Programs.tools().ffprobe(), arguments)
                .text()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** When it becomes loud, in seconds. */
    private static double beep(byte[] sound) {
        ByteBuffer samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample = 0; sample < sound.length / 2; sample++) {
            if (Math.abs(samples.getShort(2 * sample)) > LOUD) {
                return sample / Double.parseDouble(RATE);
            }
        }
        return Double.NaN;
    }

    private static void write(Map<String, Integer> kinds, List<String> wrong) throws IOException {
        StringBuilder table = new StringBuilder("| Kind | Sources | Wrong |\n|---|---:|---:|\n");
        kinds.forEach((kind, count) -> table.append("| %s | %d | %d |%n"
                .formatted(
                        kind,
                        count,
                        wrong.stream()
                                .filter(each -> each.contains("kind=" + kind + ","))
                                .count())));
        wrong.forEach(each -> table.append('\n').append(each).append('\n'));
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "sources.md"), table);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

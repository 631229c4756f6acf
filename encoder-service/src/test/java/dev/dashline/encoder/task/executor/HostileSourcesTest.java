package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TranscodeText;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.media.profile.Profiles;
import dev.dashline.schemas.FailureCode;
import dev.dashline.testsupport.Programs;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were changed to do harm: each is encoded, or refused for good with a code, in bounded time, and nothing
 * beside it is touched. {@code -Ddashline.hostile=5000} tries so many, {@code -Ddashline.hostile.first=200} begins with
 * another seed; the table is printed.
 */
class HostileSourcesTest {

    private static final int FILES = Integer.getInteger("dashline.hostile", 200);
    private static final int FIRST = Integer.getInteger("dashline.hostile.first", 0);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int AT_A_TIME = 2;
    private static final String ENCODED = "encoded";

    private static final Set<String> CODES = Set.of(
            ENCODED,
            FailureCode.INVALID_CONTAINER.name(),
            FailureCode.CORRUPT_MEDIA.name(),
            FailureCode.UNSUPPORTED_CODEC.name(),
            FailureCode.NO_VIDEO.name(),
            FailureCode.TOO_LARGE.name(),
            FailureCode.DURATION_LIMIT.name(),
            FailureCode.INVALID_SUBTITLES.name());

    private static final Profiles SMALL = new Profiles(List.of(Profiles.parse("h264-fast", """
        gop: PT1S
        segment: PT1S
        video:
          preset: ultrafast
          profile: high
          rungs: [{size: 72, crf: 30, maxrate: 1M, bufsize: 2M}]
        """)));

    private static final String VIDEO = "-f lavfi -i testsrc2=s=128x72:r=25:d=0.6 -f lavfi -i sine=d=0.6 ";
    private static final String H264 = VIDEO + "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac ";
    private static final String VP9 = VIDEO + "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus ";

    private static final Map<String, String> SOURCES = Map.of(
            "moov-last.mp4", H264,
            "fragments.mp4", H264 + "-movflags +frag_keyframe+empty_moov",
            "h264.mkv", H264,
            "h264.ts", H264,
            "vp9.webm", VP9);

    private static final String CANARY = "canary.mp4";
    private static final String SUBTITLES = "subtitles.srt";

    @TempDir
    private Path folder;

    /** What became of a file, and how long it took. */
    private record End(String source, String code, Duration time) {}

    @Test
    void areEncodedOrRefusedAndTouchNothing() throws Exception {
        Path canary = folder.resolve(CANARY);
        Programs.make(canary, H264);
        byte[] before = Files.readAllBytes(canary);
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try (ServerSocket port = new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                Pipeline pipeline = new Pipeline(folder.resolve("run"), SMALL, 1)) {
            String address = "127.0.0.1:" + port.getLocalPort();
            Mutations mutations = new Mutations(List.of(
                    canary.toString(),
                    "file:" + canary,
                    "http://" + address + "/a.ts",
                    "tcp://" + address,
                    "concat:" + canary));
            Map<String, byte[]> intact = intact();

            List<Future<End>> running = new ArrayList<>();
            for (int seed = FIRST; seed < FIRST + FILES; seed++) {
                running.add(threads.submit(attempt(pipeline, mutations, intact, seed)));
            }
            List<End> ends = new ArrayList<>();
            for (Future<End> each : running) {
                ends.add(each.get());
            }

            System.out.println(table(ends));
            assertThat(ends).extracting(End::code).isSubsetOf(CODES);
            assertThat(ends).allSatisfy(end -> assertThat(end.time()).isLessThan(LONGEST));
            assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
            assertThat(canary).hasBinaryContent(before);
            assertThat(hasVisitors(port)).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, byte[]> intact() throws Exception {
        Map<String, byte[]> intact = new TreeMap<>();
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Programs.make(file, source.getValue());
            intact.put(source.getKey(), Files.readAllBytes(file));
        }
        String text =
                "1\n00:00:00,000 --> 00:00:00,300\n<i>Good</i> morning\n\n2\n00:00:00,300 --> 00:00:00,600\nBye\n";
        intact.put(SUBTITLES, text.getBytes(StandardCharsets.UTF_8));
        return intact;
    }

    private Callable<End> attempt(Pipeline pipeline, Mutations mutations, Map<String, byte[]> intact, int seed) {
        List<String> names = List.copyOf(intact.keySet());
        String name = names.get(seed % names.size());
        return () -> {
            byte[] content = Objects.requireNonNull(intact.get(name));
            Path file = Files.write(folder.resolve(seed + "-" + name), mutations.of(content, seed));
            long begin = System.nanoTime();
            TaskOutcome outcome = name.equals(SUBTITLES) ? text(pipeline, file, seed) : video(pipeline, file, seed);
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            Files.delete(file);
            return new End(
                    name, outcome.asFailed().map(failed -> code(seed, failed)).orElse(ENCODED), time);
        };
    }

    private static String code(int seed, TaskOutcome.Failed failed) {
        Failure failure = failed.failure();
        assertThat(failure.getRetryable()).as("seed %d: %s", seed, failure).isFalse();
        assertThat(failure.toString()).as("seed %d", seed).doesNotContain("Exception", "\\tat ");
        return failure.getCode();
    }

    private static TaskOutcome video(Pipeline pipeline, Path source, int seed) throws InterruptedException {
        return analyzedThen(pipeline, source, List.of(), seed, TaskIds.video(0), new TranscodeVideo(0));
    }

    /** Of a video that is not changed, with this file of subtitles. */
    private TaskOutcome text(Pipeline pipeline, Path subtitles, int seed) throws InterruptedException {
        SubtitleSource file = new SubtitleSource(subtitles.toUri().toString(), "en", null);
        return analyzedThen(pipeline, folder.resolve(CANARY), List.of(file), seed, TaskIds.TEXT, new TranscodeText());
    }

    private static TaskOutcome analyzedThen(
            Pipeline pipeline, Path source, List<SubtitleSource> subtitles, int seed, String id, Object work)
            throws InterruptedException {
        EncoderTask analyze = Pipeline.task(source, null, TaskIds.ANALYZE, new Analyze());
        String video = "video-" + seed;
        analyze = EncoderTask.newBuilder(analyze)
                .setVideoId(video)
                .setRequest(VideoRequested.newBuilder(analyze.getRequest())
                        .setVideoId(video)
                        .setSubtitles(subtitles)
                        .build())
                .build();
        TaskOutcome analysis = pipeline.execute(analyze);
        return analysis instanceof TaskOutcome.Analyzed analyzed
                ? pipeline.execute(EncoderTask.newBuilder(analyze)
                        .setTaskId(id)
                        .setPlan(analyzed.plan())
                        .setWork(work)
                        .build())
                : analysis;
    }

    private static boolean hasVisitors(ServerSocket port) throws Exception {
        port.setSoTimeout(1);
        try {
            port.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static String table(List<End> ends) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        Map<String, Duration> longest = new TreeMap<>();
        for (End end : ends) {
            counts.computeIfAbsent(end.source(), source -> new TreeMap<>()).merge(end.code(), 1, Integer::sum);
            longest.merge(end.source(), end.time(), (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
        StringBuilder table = new StringBuilder("| Source | Files | Ends | Longest |\n|---|---|---|---|\n");
        counts.forEach((source, codes) -> table.append("| %s | %d | %s | %.1f s |\n"
                .formatted(
                        source,
                        codes.values().stream().mapToInt(Integer::intValue).sum(),
                        codes.toString().replaceAll("[{}]", "").replace("=", " "),
                        Objects.requireNonNull(longest.get(source)).toMillis() / 1_000.0)));
        return table.toString();
    }
}

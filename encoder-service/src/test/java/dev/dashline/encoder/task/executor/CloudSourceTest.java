package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.gcsemulator.fault.Traffic;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.FailureCode;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources in a bucket: tasks read what they need of them, and get from them what they would get from a file. */
@Timeout(120)
class CloudSourceTest {

    private static final URI SOURCE = URI.create("gs://sources/clip.mp4");
    private static final String DOWNLOAD = "alt=media";

    @TempDir
    Path folder;

    private final GcsEmulator emulator = GcsEmulator.start().withBucket("sources");
    private final ObjectStore store = StoreConfig.unrestricted()
            .withEmulator(emulator.url())
            .retryingFor(Duration.ofSeconds(20))
            .open(Executors::newCachedThreadPool);
    private Pipeline pipeline;

    @BeforeEach
    void open() throws IOException {
        pipeline = Pipeline.from(store, folder.resolve("cloud"));
    }

    @AfterEach
    void close() {
        pipeline.close();
        emulator.close();
    }

    @Test
    void givesWhatAFileGivesAndReadsTheSourceOnce() throws Exception {
        Path clip = clip(16, "-movflags", "+faststart");
        put(clip);
        Path files = folder.resolve("files");
        try (Pipeline local = Pipeline.from(new FileObjectStore(), files)) {
            local.transcode(clip, local.analyze(clip));
        }
        Traffic before = emulator.traffic();

        EncodingPlan plan = pipeline.analyze(SOURCE);
        pipeline.transcode(SOURCE, plan);

        assertThat(plan.getChunks()).isGreaterThan(1);
        assertThat(contents(pipeline.out()))
                .isEqualTo(contents(files.resolve("out").resolve(Pipeline.VIDEO_ID)));
        assertThat((double) emulator.traffic().since(before).sent() / Files.size(clip))
                .isBetween(1.0, 1.1);
        try (Stream<Path> left = Files.list(pipeline.scratch())) {
            assertThat(left.filter(file -> !file.toString().endsWith("-lock"))).isEmpty();
        }
    }

    @Test
    void readsOneChunkOnlyForOneChunk() throws Exception {
        Path clip = clip(40); // its index is at its end
        put(clip);
        EncodingPlan plan = pipeline.analyze(SOURCE);
        assertThat(plan.getChunks()).isGreaterThanOrEqualTo(5);
        Traffic before = emulator.traffic();

        TaskOutcome outcome = pipeline.run(Pipeline.transcodeTasks(SOURCE, plan).get(2));

        assertThat(outcome).isInstanceOf(TaskOutcome.Transcoded.class);
        assertThat((double) emulator.traffic().since(before).sent() / Files.size(clip))
                .isLessThan(2.0 / plan.getChunks());
    }

    @Test
    void analyzesTenGigabytesInNoTime() throws Exception {
        Path huge = folder.resolve("huge.mp4");
        stretch(clip(4), huge, 10L << 30);
        emulator.putUnread("sources", "clip.mp4", huge, "video/mp4");
        long start = System.nanoTime();

        EncodingPlan plan = pipeline.analyze(SOURCE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(plan.getFrames()).isEqualTo(100);
        assertThat(plan.getSourceBytes()).isGreaterThan(10L << 30);
        assertThat(emulator.traffic().sent()).isLessThan(64 << 20);
    }

    @Test
    void waitsForAStoreThatIsDownForAWhile() throws Exception {
        put(clip(8));
        EncodingPlan plan = pipeline.analyze(SOURCE);
        emulator.faults().add(FaultRule.every(new Fault.Status(503)));
        CompletableFuture<Void> repair = CompletableFuture.runAsync(
                () -> emulator.faults().clear(), CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS));

        assertThat(pipeline.transcode(SOURCE, plan)).hasSize(plan.getChunks() + 1);
        assertThat(repair).isCompleted();
    }

    @Test
    void doesNotTakeTheEndOfTheStoreForTheEndOfTheSource() throws Exception {
        put(clip(8));
        EncodingPlan plan;
        try (Pipeline first = Pipeline.from(store(Duration.ofSeconds(5)), folder.resolve("first"))) {
            plan = first.analyze(SOURCE);
        }
        ObjectStore impatient = store(Duration.ofSeconds(1));
        try (Pipeline hasty = Pipeline.from(impatient, folder.resolve("hasty"))) {
            emulator.faults().add(FaultRule.every(new Fault.Status(503)).on(DOWNLOAD));

            Failure failure = failure(hasty, plan);

            assertThat(failure.getCode()).as(failure.toString()).isEqualTo(FailureCode.STORE_UNAVAILABLE.name());
            assertThat(failure.getRetryable()).isTrue();
        }
    }

    @Test
    void makesNoVideoOfTwoVersionsOfASource() throws Exception {
        put(clip(8));
        EncodingPlan plan = pipeline.analyze(SOURCE);
        put(clip(9));

        assertThat(failure(pipeline, plan).getCode()).isEqualTo(FailureCode.SOURCE_CHANGED.name());
    }

    @Test
    void noticesThatTheSourceIsReplacedWhileItIsRead() throws Exception {
        Path clip = clip(16);
        put(clip);
        EncodingPlan plan = pipeline.analyze(SOURCE);
        Path other = clip(17);
        emulator.faults().bandwidth(Files.size(clip) / 4);
        var unused =
                CompletableFuture.runAsync(() -> put(other), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));

        assertThat(failure(pipeline, plan).getCode()).isEqualTo(FailureCode.SOURCE_CHANGED.name());
    }

    @Test
    void followsNoPlaylistToAnyAddressThatFfmpegCouldReach() throws Exception {
        put(clip(1));
        try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            trap.setSoTimeout(500);
            String address = "http://127.0.0.1:" + trap.getLocalPort() + "/a.mp4";
            for (String text : List.of(
                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + address + "\n#EXT-X-ENDLIST\n",
                    "ffconcat version 1.0\nfile '" + address + "'\n",
                    "<svg xmlns='http://www.w3.org/2000/svg'><image href='" + address + "'/></svg>",
                    "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><Period><BaseURL>" + address
                            + "</BaseURL></Period></MPD>",
                    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
                    "[Reference]\nRef1=" + address + "\n")) {
                emulator.put("sources", "clip.mp4", Files.writeString(folder.resolve("text.mp4"), text), "video/mp4");

                Failure failure = pipeline.failedAnalysis(SOURCE);

                assertThat(failure.getCode()).isEqualTo(FailureCode.INVALID_CONTAINER.name());
                assertThat(failure.getDetail().orElse("")).doesNotContain("127.0.0.1:");
            }
            assertThat(visitors(trap)).isEmpty();
        }
    }

    private static List<Socket> visitors(ServerSocket trap) throws IOException {
        List<Socket> visitors = new ArrayList<>();
        try {
            while (true) {
                visitors.add(trap.accept());
            }
        } catch (SocketTimeoutException e) {
            return visitors;
        }
    }

    private static Failure failure(Pipeline pipeline, EncodingPlan plan) throws InterruptedException {
        for (EncoderTask task : Pipeline.transcodeTasks(SOURCE, plan)) {
            if (pipeline.run(task) instanceof TaskOutcome.Failed failed) {
                return failed.failure();
            }
        }
        throw new AssertionError("nothing failed");
    }

    private ObjectStore store(Duration retryFor) {
        return StoreConfig.unrestricted()
                .withEmulator(emulator.url())
                .retryingFor(retryFor)
                .open(Executors::newCachedThreadPool);
    }

    private void put(Path file) {
        emulator.put("sources", "clip.mp4", file, "video/mp4");
    }

    /** Contents by name. */
    private static SortedMap<String, String> contents(Path root) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** Noise, so that it has some size. */
    private Path clip(int seconds, String... options) throws Exception {
        Path clip = folder.resolve("clip-" + seconds + ".mp4");
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                "lavfi",
                "-i",
                "nullsrc=s=320x180:r=25:d=" + seconds + ",geq=random(1)*255:128:128",
                "-f",
                "lavfi",
                "-i",
                "sine=d=" + seconds,
                "-c:v",
                "libx264",
                "-g",
                "25",
                "-preset",
                "ultrafast",
                "-crf",
                "18",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac"));
        arguments.addAll(List.of(options));
        arguments.add(clip.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        return clip;
    }

    /**
     * A clip whose index follows so many bytes later: pictures, then a hole, then the index. FFmpeg leaves room for the
     * longer header.
     */
    private static void stretch(Path clip, Path to, long hole) throws IOException {
        byte[] content = Files.readAllBytes(clip);
        ByteBuffer boxes = ByteBuffer.wrap(content);
        int free = boxes.getInt(0);
        int media = free + boxes.getInt(free);
        int index = media + boxes.getInt(media);
        assertThat(new String(content, free + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("free");
        assertThat(new String(content, index + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("moov");
        ByteBuffer header = ByteBuffer.allocate(16)
                .putInt(1)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .putLong(index - free + hole);
        try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "rw")) {
            file.write(content, 0, index);
            file.seek(free);
            file.write(header.array());
            file.seek(index + hole);
            file.write(content, index, content.length - index);
        }
    }
}

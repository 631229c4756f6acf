package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.schemas.FailureCode;
import dev.dashline.store.Crc32c;
import dev.dashline.testsupport.Programs;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is not whole gets past PACKAGE, and no task leaves anything behind. */
class VerificationTest {

    @TempDir
    private Path folder;

    private Pipeline pipeline;
    private Path source;

    @BeforeEach
    void open() throws Exception {
        pipeline = Pipeline.fast(folder);
        source = folder.resolve("clip.mp4");
        Programs.make(source, """
                -f lavfi -i testsrc2=s=320x180:r=25:d=9
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p""");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void packagesTwiceToTheSameEnd() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        List<PartRef> parts = pipeline.transcode(source, plan);

        String first = pipeline.packaged(source, plan, parts).getInventoryCrc32c();

        assertThat(pipeline.packaged(source, plan, parts).getInventoryCrc32c()).isEqualTo(first);
    }

    @Test
    void transcodesTwiceToTheSamePart() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);

        assertThat(pipeline.transcode(source, plan)).isEqualTo(pipeline.transcode(source, plan));
    }

    @Test
    void noticesASegmentThatIsGone() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        List<PartRef> parts = pipeline.transcode(source, plan);
        Files.delete(pipeline.out().resolve("1/v180/51200.m4s"));

        assertInvalid(plan, parts, "51200.m4s is gone");
    }

    @Test
    void noticesASegmentInAnothersPlace() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        List<PartRef> parts = pipeline.transcode(source, plan);
        Files.copy(
                pipeline.out().resolve("1/v180/0.m4s"),
                pipeline.out().resolve("1/v180/51200.m4s"),
                StandardCopyOption.REPLACE_EXISTING);

        assertInvalid(plan, parts, "51200.m4s has changed");
    }

    @Test
    void noticesAPartTooFew() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        List<PartRef> parts = pipeline.transcode(source, plan);

        assertInvalid(plan, parts.subList(0, parts.size() - 1), "parts of");
        pipeline.forget(parts.get(0));
        assertInvalid(plan, parts, "parts of");
        assertInvalid(plan, parts.subList(1, parts.size()), "v180 has " + (parts.size() - 1) + " parts of");
    }

    @Test
    void noticesAPartThatItsTaskHasNotWritten() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        List<PartRef> parts = new ArrayList<>(pipeline.transcode(source, plan));
        parts.set(0, PartRef.newBuilder(parts.get(0)).setCrc32c("0a1b2c3d").build());

        assertInvalid(plan, parts, "not what their tasks wrote");
    }

    @Test
    void theFirstTryOfATaskSaysWhatItsPartIs() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        EncoderTask task = Pipeline.transcodeTasks(source, plan).get(0);
        Path list = Path.of(URI.create(part(task, 1).getInventory()));
        String measured = Files.readString(list).replace("\"quality\":null", "\"quality\":0.5");
        Files.delete(list);
        Files.writeString(list, measured);

        assertThat(part(task, 2).getCrc32c()).isEqualTo(Crc32c.of(measured.getBytes(StandardCharsets.UTF_8)));
        assertThat(list).hasContent(measured);
    }

    private PartRef part(EncoderTask task, int epoch) throws InterruptedException {
        TaskOutcome outcome =
                pipeline.run(EncoderTask.newBuilder(task).setEpoch(epoch).build());
        return ((TaskOutcome.Transcoded) outcome).part();
    }

    @Test
    void neverReplacesWhatHasAPublicName() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        Path segment = pipeline.out().resolve("1/v180/0.m4s");
        Files.createDirectories(pipeline.out().resolve("1/v180"));
        Files.writeString(segment, "half a segm");
        EncoderTask task = Pipeline.transcodeTasks(source, plan).get(0);

        for (int epoch = 1; epoch <= 2; epoch++) {
            TaskOutcome outcome =
                    pipeline.run(EncoderTask.newBuilder(task).setEpoch(epoch).build());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            TaskOutcome.Failed.class,
                            failed -> assertThat(failed.failure().getCode())
                                    .isEqualTo(FailureCode.OUTPUT_INVALID.name()));
            assertThat(segment).hasContent("half a segm");
        }
    }

    @Test
    void takesWhatAnotherTryHasMadeOfOtherBytes() throws Exception {
        EncodingPlan plan = pipeline.analyze(source);
        EncoderTask task = Pipeline.transcodeTasks(source, plan).get(0);
        byte[] ours = firstSegment(task, 1);
        byte[] theirs = firstSegment(task, 2);
        assertThat(theirs).isNotEqualTo(ours);
        Path segment = pipeline.out().resolve("1/v180/0.m4s");
        Files.createDirectories(pipeline.out().resolve("1/v180"));
        Files.write(segment, theirs);

        List<PartRef> parts = pipeline.transcode(source, plan);

        assertThat(segment).hasBinaryContent(theirs);
        assertThat(pipeline.packaged(source, plan, parts).getFrames()).isEqualTo(225);
    }

    @Test
    void stopsFfmpegAndCleansUpWhenItIsInterrupted() throws Exception {
        Path longClip = folder.resolve("long.mp4");
        Programs.make(longClip, """
                -f lavfi -i testsrc2=s=1280x720:r=25:d=30
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p""");
        EncodingPlan plan = pipeline.analyze(longClip);
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Object> end = new AtomicReference<>("still running");
        EncoderTask task = Pipeline.transcodeTasks(longClip, plan).get(0);
        Thread thread = new Thread(() -> {
            try {
                end.set(pipeline.executor().execute(task, doneMillis -> running.countDown()));
            } catch (InterruptedException e) {
                end.set("interrupted");
            }
        });
        thread.start();
        running.await();
        long children = ffmpegs();

        thread.interrupt();

        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> !thread.isAlive());
        assertThat(end.get()).isEqualTo("interrupted");
        assertThat(children).isPositive();
        assertThat(ffmpegs()).isZero();
        assertThat(pipeline.scratch()).isDirectoryNotContaining(Files::isDirectory);
    }

    /** As a machine makes it whose encoders have so many threads. */
    private byte[] firstSegment(EncoderTask task, int threads) throws Exception {
        try (Pipeline machine = Pipeline.withThreads(threads, folder.resolve("with-" + threads))) {
            machine.run(task);
            return Files.readAllBytes(machine.out().resolve("1/v180/0.m4s"));
        }
    }

    private static long ffmpegs() {
        // Not the guard, which stays as long as there may be one.
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").endsWith("ffmpeg"))
                .count();
    }

    private void assertInvalid(EncodingPlan plan, List<PartRef> parts, String because) throws Exception {
        TaskOutcome outcome = pipeline.run(Pipeline.task(source, plan, TaskIds.PACKAGE, Pipeline.packaging(parts)));

        assertThat(outcome).isInstanceOfSatisfying(TaskOutcome.Failed.class, failed -> {
            assertThat(failed.failure().getCode()).isEqualTo(FailureCode.OUTPUT_INVALID.name());
            assertThat(failed.failure().getMessage()).contains(because);
        });
    }
}

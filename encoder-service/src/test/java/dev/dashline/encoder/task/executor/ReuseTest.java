package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.cage.Cage;
import dev.dashline.media.ffmpeg.FfmpegTools;
import dev.dashline.media.profile.Profiles;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.testsupport.Programs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay does not encode again what an earlier attempt has encoded: counted at the program itself. */
class ReuseTest {

    @TempDir
    private Path folder;

    private final FileObjectStore store = new FileObjectStore();
    private Path source;
    private Path runs;
    private TaskExecutors executors;
    private int slots = 2;

    @BeforeEach
    void makeClipAndCountingFfmpeg() throws Exception {
        source = folder.resolve("clip.mp4");
        Programs.make(source, """
            -f lavfi -i testsrc2=s=320x180:r=25:d=9
            -f lavfi -i sine=d=9
            -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac\
            """);
        runs = folder.resolve("runs");
        Path counting = Files.writeString(
                folder.resolve("ffmpeg"),
                "#!/bin/sh\n# Encoding, not the decoding that checks it.\ncase \"$*\" in *'-f dash'*) echo run >> "
                        + runs + ";; esac\nexec " + Programs.tools().ffmpeg() + " \"$@\"\n");
        assertThat(counting.toFile().setExecutable(true)).isTrue();
        EncodeSettings settings = new EncodeSettings(
                StorageLayout.standard(new StorageRoots(folder("out"), folder("staging"))),
                folder.resolve("scratch"),
                1);
        executors = new TaskExecutors(
                new FfmpegTools(counting, Programs.tools().ffprobe()),
                Cage.open(),
                store,
                Profiles.builtIn(),
                settings,
                new Supervisor(new SimpleMeterRegistry()));
    }

    @AfterEach
    void close() {
        executors.close();
        store.close();
    }

    @Test
    void encodesOnlyWhatNoEarlierAttemptHas() throws Exception {
        EncodingPlan plan = plan();
        List<EncoderTask> tasks = Pipeline.transcodeTasks(source, plan);
        assertThat(tasks).hasSizeGreaterThan(2);
        for (EncoderTask task : tasks.subList(0, tasks.size() - 1)) {
            transcoded(task);
        }
        int first = countRuns();

        List<PartRef> parts = new ArrayList<>();
        for (EncoderTask task : tasks) {
            parts.add(transcoded(attempt(task, 2)));
        }

        assertThat(countRuns() - first).isEqualTo(1);
        EncoderTask last = attempt(Pipeline.task(source, plan, TaskIds.PACKAGE, Pipeline.packaging(parts)), 2);
        TaskOutcome packaged = executors.execute(last, millis -> {});
        assertThat(packaged).isInstanceOf(TaskOutcome.Packaged.class);
        EncodedVideo encoded = ((TaskOutcome.Packaged) packaged).encoded();
        assertThat(encoded.getFrames()).isEqualTo(225);
        assertThat(Files.readString(Path.of(URI.create(encoded.getInventory()))))
                .doesNotContain("/1/");
    }

    @Test
    void encodesAgainWhatIsGoneOrNotAsItWasMeasured() throws Exception {
        List<EncoderTask> tasks = Pipeline.transcodeTasks(source, plan());
        transcoded(tasks.get(0));
        transcoded(tasks.get(1));
        List<Path> segments = segments();
        Files.delete(segments.get(0));
        Path last = segments.get(segments.size() - 1);
        byte[] content = Files.readAllBytes(last);
        content[content.length - 1] ^= 1;
        Files.delete(last);
        Files.write(last, content);
        int before = countRuns();

        transcoded(attempt(tasks.get(0), 2));
        transcoded(attempt(tasks.get(1), 2));
        assertThat(countRuns() - before).isEqualTo(2);
    }

    @Test
    void encodesAgainWhatWasMadeByAnotherPlan() throws Exception {
        EncodingPlan plan = plan();
        transcoded(Pipeline.transcodeTasks(source, plan).get(0));
        int before = countRuns();

        EncodingPlan other = EncodingPlan.newBuilder(plan)
                .setSourceBytes(plan.getSourceBytes() + 1)
                .setFingerprint(null)
                .build();
        transcoded(attempt(Pipeline.transcodeTasks(source, other).get(0), 2));
        assertThat(countRuns() - before).isEqualTo(1);
    }

    /** Also if an attempt between was at its end before it had a plan. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void cutsAReplayAsAnAttemptBeforeWasAlthoughTheFleetHasGrown(int attempt) throws Exception {
        EncodingPlan before = plan();
        slots = 16;

        EncoderTask replay = attempt(
                Pipeline.task(source, null, TaskIds.ANALYZE, new dev.dashline.events.encoder.Analyze()), attempt);
        assertThat(((TaskOutcome.Analyzed) executors.execute(replay, millis -> {})).plan())
                .isEqualTo(before);
    }

    private EncodingPlan plan() throws InterruptedException {
        EncoderTask analyze = Pipeline.task(source, null, TaskIds.ANALYZE, new dev.dashline.events.encoder.Analyze());
        TaskOutcome outcome = executors.execute(attempt(analyze, 1), millis -> {});
        return ((TaskOutcome.Analyzed) outcome).plan();
    }

    private PartRef transcoded(EncoderTask task) throws InterruptedException {
        TaskOutcome outcome = executors.execute(task, millis -> {});
        assertThat(outcome).isInstanceOf(TaskOutcome.Transcoded.class);
        return ((TaskOutcome.Transcoded) outcome).part();
    }

    private EncoderTask attempt(EncoderTask task, int attempt) {
        return EncoderTask.newBuilder(task).setAttempt(attempt).setSlots(slots).build();
    }

    /** By time. */
    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.filter(file -> file.toString().endsWith(".m4s"))
                    .sorted(Comparator.comparing(
                            file -> Long.parseLong(file.getFileName().toString().replace(".m4s", ""))))
                    .toList();
        }
    }

    private int countRuns() throws IOException {
        return Files.readAllLines(runs).size();
    }

    private URI folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name)).toUri();
    }
}

package dev.dashline.encoder.task.part;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.Requests;
import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.file.FileObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PartReaderTest {

    private static final int PARTS = 5;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void readsPartsAtTheSameTimeAndHasThemInOrder() throws Exception {
        EncodingPlan plan = Requests.plan(PARTS, 0);
        AttemptLayout attempt = StorageLayout.standard(new StorageRoots(
                        Files.createDirectory(folder.resolve("out")).toUri(),
                        Files.createDirectory(folder.resolve("staging")).toUri()))
                .attempt("v", 1);
        try (ObjectStore store = new FileObjectStore()) {
            PartsSum sum = PartsSum.NONE;
            for (int chunk = 0; chunk < PARTS; chunk++) {
                EncoderTask task = task(plan, chunk);
                TaskOutcome written = PartLists.write(
                        task, new PartInventory(task.getTaskId(), 200, List.of()), attempt, new Uploads(store, 1));
                sum = sum.plus(((TaskOutcome.Transcoded) written).part());
            }

            List<PartInventory> read =
                    new PartReader(store, attempt, new AllAtOnce()).read(task(plan, 0), sum.packaging());

            assertThat(read).extracting(PartInventory::taskId).isEqualTo(TaskIds.ofParts(plan));
        }
    }

    @Test
    void leavesOutWhatANewerVersionHasWritten() throws Exception {
        PartInventory part = new PartInventory("video-00000", 200, List.of());
        String newer = new String(part.toJson(), UTF_8).replaceFirst("\\{", "{\"newer\": [1],");

        assertThat(PartInventory.fromJson(newer.getBytes(UTF_8))).isEqualTo(part);
    }

    private static EncoderTask task(EncodingPlan plan, int chunk) {
        TaskReady ready = new TaskReady(TaskIds.video(chunk), 1, 0L, List.of(), new TranscodeVideo(chunk));
        return EncoderTask.newBuilder(Requests.task("v", 1, ready))
                .setPlan(plan)
                .build();
    }

    /** Runs nothing until all reads are there, and then the last first. */
    private static final class AllAtOnce implements Executor {

        private final List<Runnable> waiting = new ArrayList<>();

        @Override
        public void execute(Runnable read) {
            waiting.add(read);
            if (waiting.size() == PARTS) {
                Collections.reverse(waiting);
                waiting.forEach(Runnable::run);
            }
        }
    }
}

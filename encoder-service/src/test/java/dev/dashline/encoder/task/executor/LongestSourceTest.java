package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.SourceLimits;
import dev.dashline.testsupport.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LongestSourceTest {

    private static final long HOURS = SourceLimits.DEFAULT.duration().toHours();

    @TempDir
    private Path folder;

    /** More than 2^31 samples of sound: tasks check the times of what they wrote. */
    @Test
    void theEndOfADayIsEncodedLikeItsBeginning() throws Exception {
        Path part = folder.resolve("part.mp4");
        Path day = folder.resolve("day.mp4");
        Programs.make(
                part,
                "-f lavfi -i testsrc2=s=64x64:r=5 -f lavfi -i sine=r=8000 -t 600"
                        + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -b:a 16k");
        Programs.ffmpeg(
                "-stream_loop",
                Long.toString(HOURS * 6 - 1),
                "-i",
                part.toString(),
                "-t",
                Long.toString(HOURS * 3_600 - 10),
                "-c",
                "copy",
                day.toString());

        try (Pipeline pipeline = Pipeline.fast(folder)) {
            EncodingPlan plan = pipeline.analyze(day);
            List<EncoderTask> tasks = Pipeline.transcodeTasks(day, plan);

            assertThat(plan.getFrames()).isBetween(5 * (HOURS * 3_600 - 15), 5 * HOURS * 3_600);
            assertThat(tasks.size()).isGreaterThan(plan.getChunks() + 100);
            for (EncoderTask last : List.of(tasks.get(plan.getChunks() - 1), tasks.get(tasks.size() - 1))) {
                TaskOutcome outcome = pipeline.run(last);

                assertThat(outcome).as(last.getTaskId() + ": " + outcome).isInstanceOf(TaskOutcome.Transcoded.class);
            }
        }
    }
}

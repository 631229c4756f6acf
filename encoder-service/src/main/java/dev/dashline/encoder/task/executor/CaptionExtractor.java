package dev.dashline.encoder.task.executor;

import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.CaptionCommand;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.text.CaptionReader;
import dev.dashline.media.text.CaptionTexts;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the captions in the pictures of a source. It reads all of the source, and decodes nothing. */
record CaptionExtractor(TaskResources tools, TranscodeRun run) {

    /**
     * The captions, at times of the output.
     *
     * @throws MediaException if the source cannot be read
     * @throws MalformedFileException if there are more captions than anybody could read
     */
    CaptionTexts read(MediaPlan plan, TextTrackPlan.Captions captions, Duration timeLimit)
            throws MediaException, MalformedFileException, InterruptedException {
        run.read(plan, (files, flow) -> CaptionCommand.arguments(plan, captions, files, tools.limits()), timeLimit);
        Path folder = run.scratch().folder();
        try (BufferedReader packets = Files.newBufferedReader(folder.resolve(CaptionCommand.PACKETS));
                InputStream data = new BufferedInputStream(Files.newInputStream(folder.resolve(CaptionCommand.DATA)))) {
            return new CaptionReader(plan.startMicros()).read(packets, data, plan.durationMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

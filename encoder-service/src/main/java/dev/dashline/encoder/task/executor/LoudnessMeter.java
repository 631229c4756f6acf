package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.media.MediaException;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.command.LoudnessCommand;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.sound.LoudnessBlocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Measures how loud sound is. Of what a task wrote, that takes a fifth of the time of its encoding. */
record LoudnessMeter(TaskResources tools, TranscodeRun run) {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    /** The moments of a part of a track that was encoded. */
    LoudnessBlocks measure(RenditionFolder sound) throws MediaException, InterruptedException {
        Path list = sound.list(run.scratch().folder().resolve("loudness-list.txt"));
        Ffmpeg.Progress unheard = (frames, micros) -> {};
        tools.ffmpeg()
                .run(
                        LoudnessCommand.ofEncoded(list, figures()),
                        Reach.NONE.in(run.scratch().folder()),
                        TIME_LIMIT,
                        unheard,
                        () -> InputHealth.FLOWING);
        return measured();
    }

    /** The moments of a whole track of a source, as its encoder would get it. */
    LoudnessBlocks measure(MediaPlan plan, int track) throws MediaException, InterruptedException {
        run.read(
                plan,
                (files, flow) -> LoudnessCommand.ofSource(plan, track, files.source(), figures(), tools.limits()),
                TIME_LIMIT.plusMillis(plan.durationMillis()));
        return measured();
    }

    private Path figures() {
        return run.scratch().folder().resolve("loudness.txt");
    }

    private LoudnessBlocks measured() {
        try (BufferedReader metadata = Files.newBufferedReader(figures())) {
            return LoudnessBlocks.read(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.media.MediaException;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.command.LoudnessCommand;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.sound.LoudnessBlocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Measures how loud the sound is that a task wrote. That takes a fifth of the time of its encoding. */
record LoudnessMeter(Ffmpeg ffmpeg, Scratch scratch) {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    /** The moments of a part of a track. */
    LoudnessBlocks measure(RenditionFolder sound) throws MediaException, InterruptedException {
        Path list = sound.list(scratch.folder().resolve("loudness-list.txt"));
        Path figures = scratch.folder().resolve("loudness.txt");
        Ffmpeg.Progress unheard = (frames, micros) -> {};
        ffmpeg.run(
                LoudnessCommand.arguments(list, figures),
                Reach.NONE.in(scratch.folder()),
                TIME_LIMIT,
                unheard,
                () -> InputHealth.FLOWING);
        try (BufferedReader metadata = Files.newBufferedReader(figures)) {
            return LoudnessBlocks.read(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

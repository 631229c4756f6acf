package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.executor.KeyframeFile.Segments;
import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.command.ThumbnailCommand;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.ThumbnailPlan;
import dev.dashline.media.thumbnail.Jpeg;
import dev.dashline.media.thumbnail.TileSheets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes small pictures and a poster of what was encoded. Of each segment that one is taken of, only its first picture
 * is read and decoded: the smallest rung's, but for the poster.
 */
final class Thumbnailer {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(5);
    private static final String JPEG = "image/jpeg";
    private static final String POSTER = "poster.jpg";
    private static final String LIST = "thumbnails.vtt";

    /** The poster's shorter side, pixels, at most, if there is such a rung. */
    private static final int POSTER_SIZE = 720;

    private final TaskResources tools;
    private final Path folder;

    Thumbnailer(TaskResources tools, Scratch scratch) {
        this.tools = tools;
        this.folder = scratch.sub(TileSheets.ID);
    }

    /**
     * Makes and publishes them.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if a segment has no picture that can be decoded
     */
    Presentation illustrate(Presentation video, ThumbnailPlan wanted, Packaging packaging)
            throws MediaException, InterruptedException {
        Segments segments = new Segments(tools.store(), tools.pool(), packaging);
        Track lowest = video.video().get(video.video().size() - 1);
        int every = wanted.everySegments();
        List<Integer> taken = IntStream.range(0, lowest.segments().size())
                .filter(segment -> segment % every == 0)
                .boxed()
                .toList();
        int units = segmentUnits(packaging.plan().requireVideo().grid(), lowest) * every;
        KeyframeFile tiles = KeyframeFile.write(folder.resolve("tiles.mp4"), lowest, taken, units, segments);
        KeyframeFile poster = KeyframeFile.write(
                folder.resolve("poster.mp4"),
                posterRung(video),
                List.of(taken.get(tiles.mostDetailed())),
                units,
                segments);
        TileSheets.Layout layout =
                TileSheets.Layout.of(wanted.shape().width(), wanted.shape().height(), taken.size());
        run(ThumbnailCommand.arguments(
                layout, new ThumbnailCommand.Files(tiles.file(), poster.file(), folder, folder.resolve(POSTER))));
        List<Long> sizes = new ArrayList<>();
        for (int sheet = 0; sheet < layout.sheets(taken.size()); sheet++) {
            sizes.add(publish(TileSheets.name(sheet), layout.width(), layout.height(), packaging));
        }
        Track large = posterRung(video);
        publish(POSTER, large.init().width(), large.init().height(), packaging);
        TileSheets sheets =
                new TileSheets(layout, taken.size(), units, lowest.init().timescale(), sizes);
        packaging.publish(TileSheets.ID, LIST, sheets.webVtt(video.durationMillis()), "text/vtt");
        return video.with(sheets);
    }

    private static int segmentUnits(ChunkGrid grid, Track track) {
        return Math.toIntExact(grid.frameUnits(track.init().timescale()) * grid.segmentFrames());
    }

    private static Track posterRung(Presentation video) {
        return video.video().stream()
                .filter(rung -> Math.min(rung.init().width(), rung.init().height()) <= POSTER_SIZE)
                .findFirst()
                .orElse(video.video().get(video.video().size() - 1));
    }

    private void run(List<String> arguments) throws MediaException, InterruptedException {
        Ffmpeg.Progress unheard = (frames, micros) -> {};
        try {
            tools.ffmpeg().run(arguments, TIME_LIMIT, unheard, () -> InputHealth.FLOWING);
        } catch (MediaException e) {
            // Here the source is what tasks wrote.
            throw e.fault() == MediaFault.CORRUPT_MEDIA
                    ? invalid("A keyframe that was written cannot be decoded.", e.detail())
                    : e;
        }
    }

    /** Nobody's word counts: FFmpeg's neither. */
    private long publish(String name, int width, int height, Packaging packaging) throws MediaException {
        try {
            byte[] file = Files.readAllBytes(folder.resolve(name));
            if (!Jpeg.parse(file).equals(new Jpeg(width, height))) {
                throw invalid("The picture " + name + " is not of the size that was asked for.", null);
            }
            return packaging.publish(TileSheets.ID, name, file, JPEG).size();
        } catch (NoSuchFileException e) {
            throw invalid("FFmpeg has not written " + name + ".", null);
        } catch (MalformedFileException e) {
            throw invalid("The picture " + name + " " + e.getMessage() + ".", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaException invalid(String message, @Nullable String detail) {
        return new MediaException(MediaFault.OUTPUT_INVALID, message, detail, OptionalInt.empty());
    }
}

package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.executor.KeyframeFile.Segments;
import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.command.ThumbnailCommand;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.ThumbnailPlan;
import dev.dashline.media.thumbnail.Jpeg;
import dev.dashline.media.thumbnail.TileSheets;
import dev.dashline.schemas.storage.ObjectTarget;
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
 * Makes thumbnails and a poster of what was encoded. It reads and decodes only the keyframes that segments start with:
 * those of the lowest rung for thumbnails, and one of a higher rung for the poster.
 */
final class Thumbnailer {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

    /** The poster's file, where FFmpeg writes it. */
    private static final String POSTER = "poster.jpg";

    /**
     * The poster is made from the highest rung whose shorter side has at most this many pixels, or else from the lowest
     * rung.
     */
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
            Path file = folder.resolve(TileSheets.name(sheet));
            ObjectTarget target = packaging.attempt().tileSheet(TileSheets.ID, sheet + 1);
            sizes.add(publish(file, new Jpeg(layout.width(), layout.height()), target, packaging));
        }
        Track large = posterRung(video);
        publish(
                folder.resolve(POSTER),
                new Jpeg(large.init().width(), large.init().height()),
                packaging.attempt().poster(TileSheets.ID),
                packaging);
        TileSheets sheets =
                new TileSheets(layout, taken.size(), units, lowest.init().timescale(), sizes);
        packaging.publish(
                packaging.attempt().tileList(TileSheets.ID),
                sheets.webVtt(video.durationMillis(), video.names()::sheet));
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
            tools.ffmpeg().run(arguments, Reach.NONE.in(folder), TIME_LIMIT, unheard, () -> InputHealth.FLOWING);
        } catch (MediaException e) {
            // Here the source is what tasks wrote.
            throw e.fault() == MediaFault.CORRUPT_MEDIA
                    ? invalid("A keyframe that was written cannot be decoded.", e.detail())
                    : e;
        }
    }

    /** Publishes a picture, once it is found to be of the size that FFmpeg was asked for; returns its bytes. */
    private static long publish(Path file, Jpeg wanted, ObjectTarget target, Packaging packaging)
            throws MediaException {
        Path name = file.getFileName();
        try {
            byte[] content = Files.readAllBytes(file);
            if (!Jpeg.parse(content).equals(wanted)) {
                throw invalid("The picture " + name + " is not of the size that was asked for.", null);
            }
            return packaging.publish(target, content).size();
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

package dev.dashline.encoder.task.part;

import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.cmaf.MediaSegment;
import dev.dashline.media.command.SegmentFiles;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What FFmpeg wrote for one rendition, read back from the files. The reports of FFmpeg about its own work are not
 * trusted.
 *
 * @param init the init segment
 * @param segments the media segments by the time in their names
 */
public record RenditionFolder(Path folder, InitSegment init, SortedMap<Long, MediaSegment> segments) {

    /**
     * Reads and checks all files.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if a file is incomplete, or there is a gap or an overlap between
     *     segments
     */
    public static RenditionFolder read(Path folder) throws MediaException {
        try (Stream<Path> files = Files.list(folder)) {
            InitSegment init = InitSegment.parse(Files.readAllBytes(folder.resolve(SegmentFiles.INIT)));
            require(init.editOffset() == 0, "an edit list moves every time by " + init.editOffset());
            SortedMap<Long, MediaSegment> segments = new TreeMap<>();
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (SegmentFiles.isSegment(name)) {
                    MediaSegment segment = MediaSegment.parse(Files.readAllBytes(file), init);
                    require(SegmentFiles.name(segment.time()).equals(name), name + " starts at " + segment.time());
                    segments.put(segment.time(), segment);
                }
            }
            require(!segments.isEmpty(), "no segment was written");
            RenditionFolder read = new RenditionFolder(folder, init, segments);
            read.requireNoGap();
            return read;
        } catch (MalformedFileException e) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "What FFmpeg wrote is not whole: " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "FFmpeg has not written " + SegmentFiles.INIT + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether FFmpeg wrote no segment at all. */
    public static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(
                    file -> SegmentFiles.isSegment(file.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file is a complete segment, judged by its boxes and those of the init segment beside it. */
    public static boolean isWhole(Path file) {
        try {
            InitSegment init = InitSegment.parse(Files.readAllBytes(file.resolveSibling(SegmentFiles.INIT)));
            MediaSegment segment = MediaSegment.parse(Files.readAllBytes(file), init);
            return file.endsWith(SegmentFiles.name(segment.time()));
        } catch (MalformedFileException | IOException e) {
            return false;
        }
    }

    private void requireNoGap() throws MediaException {
        long end = segments.firstKey();
        for (MediaSegment segment : segments.values()) {
            require(segment.time() == end, "a gap or an overlap from " + end + " to " + segment.time());
            require(segment.startsWithSync(), "the segment at " + segment.time() + " starts with no keyframe");
            require(segment.shown() == end, "the segment at " + end + " is shown from " + segment.shown() + " on");
            end = segment.time() + segment.duration();
        }
    }

    /** The number of video frames or audio packets. */
    public long samples() {
        return segments.values().stream().mapToLong(MediaSegment::samples).sum();
    }

    /** When the last segment ends, in units of the track. */
    public long end() {
        return segments.values().stream()
                .mapToLong(segment -> segment.time() + segment.duration())
                .max()
                .orElse(0);
    }

    /** The names of the files: the init segment, then the others in order. */
    public List<String> names() {
        return Stream.concat(
                        Stream.of(SegmentFiles.INIT), segments.keySet().stream().map(SegmentFiles::name))
                .toList();
    }

    /** Writes a list of all files, one URL a line, for FFmpeg's {@code concatf} protocol. */
    public Path list(Path file) {
        List<String> lines = names().stream()
                .map(name -> "file:" + folder.toAbsolutePath().resolve(name))
                .map(url -> "'" + url.replace("'", "'\\''") + "'")
                .toList();
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The rendition's entries in the inventory.
     *
     * @param stored where each file is stored, by its name
     * @param measured what was measured of them
     */
    public PartInventory.Rendition inventory(
            String id, Map<String, StoredObject> stored, PartInventory.Measured measured) {
        Function<String, Inventory.Entry> entry = name -> PartInventory.entry(Objects.requireNonNull(stored.get(name)));
        List<PartInventory.Segment> written = segments.values().stream()
                .map(segment -> new PartInventory.Segment(
                        segment.time(),
                        segment.duration(),
                        segment.samples(),
                        entry.apply(SegmentFiles.name(segment.time())),
                        init.width() > 0 ? segment.first() : null))
                .toList();
        return new PartInventory.Rendition(
                id, init, entry.apply(SegmentFiles.INIT), written, measured.quality(), measured.loudness());
    }

    private static void require(boolean condition, String otherwise) throws MediaException {
        if (!condition) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "What FFmpeg wrote is wrong: " + otherwise + ".");
        }
    }
}

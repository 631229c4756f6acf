package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.upload.UploadPool;
import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.Keyframe;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;

/** An MP4 file of pictures that segments of one rung start with, made of what is in the store. */
record KeyframeFile(Path file, List<Integer> sizes) {

    /** Where segments are, and with which hands they are read. */
    record Segments(ObjectStore store, UploadPool pool, Packaging packaging) {

        byte[] beginning(String rendition, String name, int bytes) {
            URI uri = packaging.places().published(rendition, name);
            StoredObject object = Objects.requireNonNull(packaging.stored().get(uri), name);
            try (InputStream content = store.read(uri, object.generation(), 0, bytes)) {
                return content.readNBytes(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Reads and writes them.
     *
     * @param taken indexes of the segments
     * @param duration of each picture, units of the track
     * @throws MediaException {@code OUTPUT_INVALID} if a segment starts with no keyframe
     */
    static KeyframeFile write(Path file, Track track, List<Integer> taken, int duration, Segments segments)
            throws MediaException, InterruptedException {
        List<Future<byte[]>> reads = new ArrayList<>();
        for (int index : taken) {
            long time = (long) reads.size() * duration;
            reads.add(segments.pool().submit(() -> keyframe(track, index, time, duration, segments)));
        }
        List<Integer> sizes = new ArrayList<>();
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(segments.beginning(track.id(), Presentation.INIT, Math.toIntExact(track.initBytes())));
            for (Future<byte[]> read : reads) {
                byte[] keyframe = UploadPool.await(read);
                sizes.add(keyframe.length);
                out.write(keyframe);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reads.forEach(read -> read.cancel(true));
        }
        return new KeyframeFile(file, sizes);
    }

    private static byte[] keyframe(Track track, int index, long time, int duration, Segments segments)
            throws MediaException {
        String name = Presentation.name(track.segments().get(index));
        try {
            return Keyframe.cut(bytes -> segments.beginning(track.id(), name, bytes), time, duration);
        } catch (MalformedFileException e) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "The segment " + track.id() + "/" + name + " " + e.getMessage() + ".");
        }
    }

    /** Which of the first half has most bytes, and so is neither black nor blurred. */
    int mostDetailed() {
        int best = 0;
        for (int each = 1; each <= sizes.size() / 2; each++) {
            if (each < sizes.size() && sizes.get(each) > sizes.get(best)) {
                best = each;
            }
        }
        return best;
    }
}

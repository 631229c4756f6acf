package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.upload.UploadPool;
import dev.dashline.media.MalformedFileException;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.Keyframe;
import dev.dashline.media.cmaf.Track;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.TrackType;
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

/**
 * An MP4 file of the keyframes that segments of one rung start with, read from the store.
 *
 * @param sizes bytes of each keyframe
 */
record KeyframeFile(Path file, List<Integer> sizes) {

    /** Reads segments from the store. */
    record Segments(ObjectStore store, UploadPool pool, Packaging packaging) {

        byte[] beginning(URI uri, int bytes) {
            StoredObject object = Objects.requireNonNull(packaging.stored().get(uri), uri.toString());
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
        URI init =
                segments.packaging().attempt().init(track.id(), TrackType.VIDEO).uri();
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(segments.beginning(init, Math.toIntExact(track.initBytes())));
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
        AttemptLayout attempt = segments.packaging().attempt();
        URI segment = attempt.segment(
                        track.id(), TrackType.VIDEO, track.segments().get(index).time())
                .uri();
        try {
            return Keyframe.cut(bytes -> segments.beginning(segment, bytes), time, duration);
        } catch (MalformedFileException e) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "The segment " + segment + " " + e.getMessage() + ".");
        }
    }

    /** The index of the keyframe with most bytes within the first half: it is neither black nor blurred. */
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

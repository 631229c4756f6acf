package dev.dashline.publisher.store;

import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.StoreException;
import dev.dashline.runtime.store.StoreException.Reason;
import dev.dashline.runtime.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which attempt a public manifest or playlist belongs to, by the folder that its segments are in. It says so itself: nothing that is
 * staged, and may have been swept, has to be compared. Looks only where a label, or whatever else a source says of itself, cannot be.
 */
record VisibleAttempt(ObjectStore store) {

    private static final int LARGEST = 64 << 20;

    /** Of an MPD the names of segments, {@code 2/$RepresentationID$/init.mp4}; of a playlist that of a variant, {@code 2/v720/media.m3u8}. */
    private static final Pattern REFERENCE = Pattern.compile(
            "<SegmentTemplate\\s[^<>]*?(?:initialization|media)=\"(\\d{1,9})/|^#EXT-X-STREAM-INF:.*\\R(\\d{1,9})/",
            Pattern.MULTILINE);

    /** The attempt whose objects a public file names; 0 if it names none. */
    int of(StoredObject there) {
        try (InputStream in = store.read(there.uri(), there.generation(), 0, Math.min(there.size(), LARGEST))) {
            Matcher reference = REFERENCE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (!reference.find()) {
                return 0;
            }
            return Integer.parseInt(reference.group(1) == null ? reference.group(2) : reference.group(1));
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, there.uri(), there.uri() + " cannot be read: " + e.getMessage(), e);
        }
    }
}

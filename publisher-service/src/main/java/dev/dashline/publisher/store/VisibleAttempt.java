package dev.dashline.publisher.store;

import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which attempt a public manifest or playlist belongs to, by the folder that its segments are in. It says so itself: nothing that is
 * staged, and may have been swept, has to be compared. Looks only where a label, or whatever else a source says of itself, cannot be.
 */
record VisibleAttempt(ObjectStore store) {

    /** Of an MPD the names of segments, {@code 2/$RepresentationID$/init.mp4}; of a playlist that of a variant, {@code 2/v720/media.m3u8}. */
    private static final Pattern REFERENCE = Pattern.compile(
            "<SegmentTemplate\\s[^<>]*?(?:initialization|media)=\"(\\d{1,9})/|^#EXT-X-STREAM-INF:.*\\R(\\d{1,9})/",
            Pattern.MULTILINE);

    /** The attempt whose objects a public file names; 0 if it names none. */
    int of(StoredObject there) {
        byte[] content = new StagedObjects(store).read(there);
        Matcher reference = REFERENCE.matcher(new String(content, StandardCharsets.UTF_8));
        if (!reference.find()) {
            return 0;
        }
        return Integer.parseInt(reference.group(1) == null ? reference.group(2) : reference.group(1));
    }
}

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
 * Tells which attempt a public manifest or playlist belongs to, by the folder that its references go to. It says so itself: nothing that is
 * staged, and may have been swept, has to be compared.
 */
record VisibleAttempt(ObjectStore store) {

    private static final int LARGEST = 64 << 20;

    /** A reference such as {@code 2/v720/init.mp4}, in quotes, in an element or on a line of its own. */
    private static final Pattern REFERENCE = Pattern.compile("[\"'>\\s](\\d{1,9})/[A-Za-z]");

    /** The attempt whose objects a public file names; 0 if it names none. */
    int of(StoredObject there) {
        try (InputStream in = store.read(there.uri(), there.generation(), 0, Math.min(there.size(), LARGEST))) {
            Matcher reference = REFERENCE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return reference.find() ? Integer.parseInt(reference.group(1)) : 0;
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, there.uri(), there.uri() + " cannot be read: " + e.getMessage(), e);
        }
    }
}

package dev.dashline.schemas.storage;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How folders and objects are called. Production uses {@link #STANDARD} only; tests use others, to show that both
 * services take all names from here.
 *
 * @param attemptFolder the folder of an attempt: the placeholder {@code {attempt}} once, and a slash at its end
 * @param partsFolder the folder of parts within a staged attempt, with a slash at its end
 * @param files a name for each kind, with the placeholders that its standard name has
 */
public record StorageNames(String attemptFolder, String partsFolder, Map<ObjectKind, String> files) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final String ATTEMPT = "{attempt}";

    public static final StorageNames STANDARD = new StorageNames(ATTEMPT + "/", "parts/", standardFiles());

    public StorageNames {
        files = Map.copyOf(files);
        for (ObjectKind kind : ObjectKind.values()) {
            String name = files.getOrDefault(kind, "");
            if (name.isEmpty() || name.contains("/") || !placeholders(name).equals(placeholders(kind.standardName()))) {
                throw new IllegalArgumentException("no name for " + kind + ": " + name);
            }
        }
    }

    /** The same, where this kind of object has another name. */
    public StorageNames with(ObjectKind kind, String name) {
        Map<ObjectKind, String> changed = new EnumMap<>(files);
        changed.put(kind, name);
        return new StorageNames(attemptFolder, partsFolder, changed);
    }

    /** The same, where the folders of attempts have another name. */
    public StorageNames withAttemptFolder(String name) {
        return new StorageNames(name, partsFolder, files);
    }

    /** The name of a kind of object, with placeholders. */
    public String pattern(ObjectKind kind) {
        return Objects.requireNonNull(files.get(kind));
    }

    /**
     * Where viewers look for a video's manifest or multivariant playlist, seen from the public root.
     *
     * @param kind one that {@link ObjectKind#isShown}
     */
    public String publicPath(ObjectKind kind, String videoId) {
        if (!kind.isShown()) {
            throw new IllegalArgumentException(kind + " belongs to an attempt");
        }
        return videoId + "/" + pattern(kind);
    }

    /** The name of one object. */
    String file(ObjectKind kind, Map<String, String> values) {
        return fill(pattern(kind), values);
    }

    String attemptFolder(int attempt) {
        return attemptFolder.replace(ATTEMPT, Integer.toString(attempt));
    }

    /**
     * The attempt whose folder a relative reference leads into: the inverse of {@link #attemptFolder(int)}, for any
     * attempt from 1 to {@link Integer#MAX_VALUE}.
     *
     * @return empty if it leads into none
     */
    OptionalInt attemptOf(String reference) {
        int number = attemptFolder.indexOf(ATTEMPT);
        String before = attemptFolder.substring(0, number);
        String after = attemptFolder.substring(number + ATTEMPT.length());
        int end = reference.indexOf(after, before.length());
        if (!reference.startsWith(before) || end < 0) {
            return OptionalInt.empty();
        }
        try {
            int attempt = Integer.parseInt(reference.substring(before.length(), end));
            // A sign or a leading zero is not how an attempt's folder is called.
            boolean isItsFolder = attempt > 0 && reference.startsWith(attemptFolder(attempt));
            return isItsFolder ? OptionalInt.of(attempt) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    static String fill(String pattern, Map<String, String> values) {
        String filled = pattern;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static Set<String> placeholders(String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(pattern);
        while (placeholder.find()) {
            found.add(placeholder.group(1));
        }
        return found;
    }

    private static Map<ObjectKind, String> standardFiles() {
        Map<ObjectKind, String> files = new EnumMap<>(ObjectKind.class);
        for (ObjectKind kind : ObjectKind.values()) {
            files.put(kind, kind.standardName());
        }
        return files;
    }
}

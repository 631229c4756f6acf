package dev.dashline.runtime.storage;

import dev.dashline.runtime.config.Setting;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Which sources this deployment may read. Decides by names alone, without opening anything.
 *
 * @param roots where sources may be; empty for anywhere
 */
public record SourceRules(List<URI> roots) {

    static final String ANYTHING = "any";

    public static final Setting<List<URI>> SOURCE_ROOTS = Setting.required(
                    "SOURCE_ROOTS",
                    "Where sources may be, beside INPUT_BUCKET: buckets, parts of buckets and folders. Set it where"
                            + " requests come from people who must not choose what is read.",
                    "URIs such as gs://bucket/ or file:///data/in/, comma-separated, each ending in / and without ..,"
                            + " or "
                            + ANYTHING,
                    SourceRules::parseRoots)
            .withDefault(ANYTHING);

    public SourceRules {
        roots = List.copyOf(roots);
    }

    /** Whether the name of a source is within the allowed roots. */
    public boolean allow(URI source) {
        return areAnything() || Root.anyContains(roots, source);
    }

    boolean areAnything() {
        return roots.isEmpty();
    }

    private static List<URI> parseRoots(String text) {
        if (text.equals(ANYTHING)) {
            return List.of();
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Root::parse)
                .toList();
    }
}

package dev.dashline.runtime.storage;

import dev.dashline.runtime.config.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Derives the usual storage locations from the names of two buckets. A location that is set explicitly wins. */
public final class Buckets {

    private static final String NONE = "none";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    public static final Setting<String> INPUT_BUCKET = bucket(
            "INPUT_BUCKET",
            "Bucket that sources come from: a source without a scheme is a path in it, and nothing is read but it and"
                    + " what SOURCE_ROOTS adds.");

    public static final Setting<String> OUTPUT_BUCKET = bucket(
            "OUTPUT_BUCKET",
            "Bucket that videos go to: OUTPUT_URI is videos/ in it and STAGING_URI is staging/, where they are not"
                    + " set.");

    private Buckets() {}

    /**
     * The environment, completed by every location that follows from a bucket. An invalid bucket name is left as it is,
     * and its setting then rejects it.
     */
    public static Map<String, String> expand(Map<String, String> environment) {
        Map<String, String> expanded = new HashMap<>(environment);
        bucket(environment, INPUT_BUCKET).ifPresent(input -> {
            expanded.put("INPUT_URI", given(environment, "INPUT_URI").orElse(input));
            expanded.put("SOURCE_ROOTS", roots(given(environment, "SOURCE_ROOTS"), input));
        });
        bucket(environment, OUTPUT_BUCKET).ifPresent(output -> {
            expanded.put("OUTPUT_URI", given(environment, "OUTPUT_URI").orElse(output + "videos/"));
            expanded.put("STAGING_URI", given(environment, "STAGING_URI").orElse(output + "staging/"));
        });
        return expanded;
    }

    /** Adds the input bucket to a list of roots. If sources may be anywhere, that stays so. */
    private static String roots(Optional<String> given, String input) {
        return given.filter(roots -> !roots.equals(NONE))
                .map(roots -> roots.equals(SourceRules.ANYTHING) ? roots : roots + "," + input)
                .orElse(input);
    }

    private static Optional<String> bucket(Map<String, String> environment, Setting<String> setting) {
        return given(environment, setting.key())
                .filter(name -> NAME.matcher(name).matches() && !name.equals(NONE))
                .map(name -> "gs://" + name + "/");
    }

    private static Optional<String> given(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Setting<String> bucket(String key, String purpose) {
        return Setting.required(key, purpose, "the name of a bucket, or " + NONE, text -> {
                    if (!NAME.matcher(text).matches()) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                })
                .withDefault(NONE);
    }
}

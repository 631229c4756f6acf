package dev.dashline.ingest.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the key with which somebody signs in: {@code {"key": "dashline_…"}}. Pure. */
public final class KeyParser {

    private static final String KEY = "key";
    /** Of keys and tokens. As a cookie one has 4,096 bytes at most, with its name and attributes. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1,3500}");

    private KeyParser() {}

    /** The key or token, which may be one of somebody else or of nobody. */
    public static Parsed<String> parse(byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        String key = JsonBody.object(body, errors)
                .map(object -> read(Fields.of(object, "", Set.of(KEY), errors)))
                .orElse("");
        return errors.isEmpty() ? new Parsed.Valid<>(key) : new Parsed.Invalid<>(errors);
    }

    private static String read(Fields fields) {
        String key = fields.requiredText(KEY);
        if (fields.text(KEY).isPresent() && !TOKEN.matcher(key).matches()) {
            fields.wrong(KEY, "must be a key or a token, of 3500 characters at most");
        }
        return key;
    }
}

package dev.dashline.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting: an environment variable, declared once. Validation and {@code docs/configuration.md} both derive from
 * it.
 *
 * @param key the environment variable
 * @param purpose one sentence for the operator
 * @param rule what a value must look like, for the operator: "a whole number from 1 to 64"
 * @param defaultText the value used if the variable is unset or blank; empty if it must be set
 * @param defaultInWords a description of the default, if the default depends on the machine
 * @param parser turns the text into a value, or throws {@link IllegalArgumentException}
 */
public record Setting<T>(
        String key,
        String purpose,
        String rule,
        Optional<String> defaultText,
        Optional<String> defaultInWords,
        Function<String, T> parser) {

    public static Setting<String> text(String key, String purpose) {
        return required(key, purpose, "any text", text -> text);
    }

    public static Setting<URI> uri(String key, String purpose) {
        return required(key, purpose, "an absolute URI", text -> {
            URI uri = URI.create(text);
            require(uri.isAbsolute());
            return uri;
        });
    }

    /**
     * A root URI for objects. Normalised, as are the names that are resolved against it: adds a missing trailing slash
     * and collapses doubled slashes.
     */
    public static Setting<URI> root(String key, String purpose) {
        String rule = "an absolute URI without .. such as gs://bucket/videos/ or file:///srv/videos/";
        return required(key, purpose, rule, text -> {
            URI uri = URI.create(text.endsWith("/") ? text : text + "/");
            require(uri.isAbsolute() && !uri.isOpaque() && !climbs(uri));
            return uri.normalize();
        });
    }

    /** Whether a path contains {@code ..}, percent-encoded or not. */
    public static boolean climbs(URI uri) {
        return Arrays.asList(uri.getPath().split("/", -1)).contains("..");
    }

    public static Setting<Path> path(String key, String purpose) {
        return required(key, purpose, "a path", Path::of);
    }

    public static Setting<Integer> integer(String key, String purpose, int least, int most) {
        return required(key, purpose, "a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            require(least <= value && value <= most);
            return value;
        });
    }

    /** A positive duration, as ISO-8601 ({@code PT1.5S}) or as a number with its unit ({@code 250ms 10s 5m 2h}). */
    public static Setting<Duration> duration(String key, String purpose) {
        return required(key, purpose, "a positive time span such as 250ms, 10s, 5m, 2h or PT1.5S", text -> {
            Duration value = parseDuration(text);
            require(!value.isNegative() && !value.isZero());
            return value;
        });
    }

    public static Setting<Boolean> flag(String key, String purpose) {
        return required(key, purpose, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    /** A setting of any other type; it must be set. */
    public static <T> Setting<T> required(String key, String purpose, String rule, Function<String, T> parser) {
        return new Setting<>(key, purpose, rule, Optional.empty(), Optional.empty(), parser);
    }

    /** A copy of this setting that is optional. */
    public Setting<T> withDefault(String text) {
        return new Setting<>(key, purpose, rule, Optional.of(text), Optional.empty(), parser);
    }

    /**
     * A copy of this setting that is optional. Its default depends on the machine, so the docs describe it in words.
     */
    public Setting<T> withDefault(String text, String inWords) {
        return new Setting<>(key, purpose, rule, Optional.of(text), Optional.of(inWords), parser);
    }

    /** The default as the docs show it, the same on every machine; "none: must be set" if there is no default. */
    public String shownDefault() {
        String temporary = System.getProperty("java.io.tmpdir");
        return defaultInWords
                .or(() -> defaultText.map(text -> '`'
                        + (text.startsWith(temporary) ? "${java.io.tmpdir}" + text.substring(temporary.length()) : text)
                        + '`'))
                .orElse("none: must be set");
    }

    /** Reads {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h} or ISO-8601. */
    public static Duration parseDuration(String text) {
        if (text.matches("\\d+(ms|s|m|h)")) {
            String unit = text.replaceAll("\\d", "");
            return times(Long.parseLong(text.substring(0, text.length() - unit.length())), unit);
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Duration times(long amount, String unit) {
        try {
            return switch (unit) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
    }
}

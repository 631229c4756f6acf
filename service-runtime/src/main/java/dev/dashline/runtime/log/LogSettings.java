package dev.dashline.runtime.log;

import dev.dashline.runtime.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Settings of the logs. {@code logback.xml} reads the variables itself; this class validates and documents them. */
public final class LogSettings {

    private static final Set<String> FORMATS = Set.of("plain", "json");
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    private static final Setting<String> FORMAT = choice(
                    "LOG_FORMAT",
                    "Lines on standard error for people, or one JSON object a line for machines.",
                    "plain or json",
                    FORMATS)
            .withDefault("plain");
    private static final Setting<String> LEVEL =
            level("LOG_LEVEL", "Least level that Dashline logs.").withDefault("INFO");
    private static final Setting<String> LIBRARIES =
            level("LOG_LEVEL_LIBRARIES", "Least level that all else logs.").withDefault("WARN");

    public static final List<Setting<?>> SETTINGS = List.of(FORMAT, LEVEL, LIBRARIES);

    private LogSettings() {}

    private static Setting<String> level(String key, String purpose) {
        return Setting.required(key, purpose, "TRACE, DEBUG, INFO, WARN, ERROR or OFF", text -> {
            String level = text.toUpperCase(Locale.ROOT);
            if (!LEVELS.contains(level)) {
                throw new IllegalArgumentException();
            }
            return level;
        });
    }

    private static Setting<String> choice(String key, String purpose, String rule, Set<String> values) {
        return Setting.required(key, purpose, rule, text -> {
            if (!values.contains(text)) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }
}

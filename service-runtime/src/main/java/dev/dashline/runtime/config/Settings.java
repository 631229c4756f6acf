package dev.dashline.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The validated values of settings. Immutable. */
public final class Settings {

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /**
     * Reads settings from environment variables.
     *
     * @throws ConfigException if any is missing or invalid; names every one that is
     */
    public static Settings load(Map<String, String> environment, List<Setting<?>> settings) {
        Map<Setting<?>, Object> values = new HashMap<>();
        List<ConfigException.Problem> problems = new ArrayList<>();
        for (Setting<?> setting : settings) {
            Optional<String> text = Optional.ofNullable(environment.get(setting.key()))
                    .map(String::strip)
                    .filter(given -> !given.isEmpty())
                    .or(setting::defaultText);
            if (text.isEmpty()) {
                problems.add(new ConfigException.Problem(setting.key(), "", "must be set: " + setting.rule()));
                continue;
            }
            try {
                values.put(setting, setting.parser().apply(text.get()));
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigException.Problem(setting.key(), text.get(), "must be " + setting.rule()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Settings(Map.copyOf(values));
    }

    /** The value of a setting. The setting must be one of those loaded. */
    @SuppressWarnings("unchecked") // load() stored the result of the setting's own parser
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        if (value == null) {
            throw new IllegalArgumentException(setting.key() + " was not among the settings loaded");
        }
        return (T) value;
    }
}

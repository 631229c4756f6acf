package dev.dashline.runtime.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration is invalid. Lists every mistake, each with the rule that its setting must meet. */
public final class ConfigException extends RuntimeException {

    /**
     * One mistake.
     *
     * @param key the environment variable
     * @param value the value found; empty if unset
     * @param rule what the value must look like
     */
    public record Problem(String key, String value, String rule) {
        @Override
        public String toString() {
            return value.isEmpty() ? key + ' ' + rule : key + "=" + value + ' ' + rule;
        }
    }

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}

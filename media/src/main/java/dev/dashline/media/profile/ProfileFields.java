package dev.dashline.media.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the fields of one profile file and collects all mistakes, each with the path to it. Not thread-safe. */
final class ProfileFields {

    private static final Pattern RATE = Pattern.compile("(\\d{1,7})([kM]?)");

    private final String file;
    private final List<String> problems = new ArrayList<>();

    ProfileFields(String file) {
        this.file = file;
    }

    List<String> problems() {
        return problems;
    }

    Duration duration(JsonNode node, String key, Duration least, Duration most) {
        String rule = "must be a duration from " + least + " to " + most + ", such as PT2S";
        try {
            Duration duration = Duration.parse(node.path(key).asText());
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Reported below as a broken rule.
        }
        problem(key, rule, node.path(key));
        return least;
    }

    int number(JsonNode node, String at, String key, int least, int most) {
        JsonNode value = node.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < least || value.asInt() > most) {
            problem(at + key, "must be a whole number from " + least + " to " + most, value);
            return least;
        }
        return value.asInt();
    }

    double decimal(JsonNode node, String at, String key, int least, int most) {
        JsonNode value = node.path(key);
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            problem(at + key, "must be a number from " + least + " to " + most, value);
            return least;
        }
        return value.asDouble();
    }

    int number(JsonNode node, String at, String key, List<Integer> known) {
        JsonNode value = node.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || !known.contains(value.asInt())) {
            String all = known.stream().map(String::valueOf).collect(Collectors.joining(", "));
            problem(at + key, "must be one of " + all, value);
            return known.get(0);
        }
        return value.asInt();
    }

    /** Bits, or bits per second. */
    long rate(JsonNode node, String at, String key) {
        Matcher matcher = RATE.matcher(node.path(key).asText());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            problem(at + key, "must be in bits or bits per second, such as 3200k or 6M", node.path(key));
            return 1;
        }
        return Long.parseLong(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "k" -> 1_000;
                    case "M" -> 1_000_000;
                    default -> 1;
                };
    }

    String name(JsonNode node, String at, String key, Collection<String> known) {
        String value = node.path(key).asText();
        if (!known.contains(value)) {
            problem(at + key, "must be one of " + String.join(", ", known), node.path(key));
        }
        return value;
    }

    void known(JsonNode node, String at, Set<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                problem(
                        at + key,
                        "is not known here; known are " + keys.stream().sorted().toList(),
                        node.path(key));
            }
        });
    }

    void problem(String path, String rule, JsonNode value) {
        String found = value.isMissingNode() ? "" : ", but is " + value;
        problems.add(file + ": " + path + " " + rule + found);
    }
}

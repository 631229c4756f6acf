package dev.dashline.encoder.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dashline.encoder.plan.EncodingProfile.Audio;
import dev.dashline.encoder.plan.EncodingProfile.Rung;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one profile and finds all its mistakes at once. Use once. */
final class ProfileReader {

    private static final Set<String> PRESETS = Set.of(
            "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo");
    /** The last only for lossless encoding. */
    private static final Set<String> H264_PROFILES = Set.of("baseline", "main", "high", "high444");

    private static final Pattern RATE = Pattern.compile("(\\d{1,7})([kM]?)");

    private final String file;
    private final List<String> problems = new ArrayList<>();

    private ProfileReader(String file) {
        this.file = file;
    }

    /**
     * Reads a profile.
     *
     * @param name what requests call it
     * @param yaml content of its file
     * @throws ProfileException naming everything that is wrong
     */
    static EncodingProfile read(String name, String yaml) {
        ProfileReader reader = new ProfileReader(name + ".yaml");
        try {
            EncodingProfile profile = reader.profile(name, new YAMLMapper().readTree(yaml));
            if (reader.problems.isEmpty()) {
                return profile;
            }
        } catch (JsonProcessingException e) {
            reader.problems.add(reader.file + ": is no YAML: " + e.getOriginalMessage());
        }
        throw new ProfileException(reader.problems);
    }

    private EncodingProfile profile(String name, JsonNode root) {
        known(root, "", Set.of("gop", "segment", "video", "audio"));
        Duration gop = duration(root, "gop", Duration.ofMillis(200), Duration.ofSeconds(10));
        Duration segment = duration(root, "segment", gop, Duration.ofSeconds(20));
        return new EncodingProfile(name, gop, segment, rungs(root.path("video")), audio(root.path("audio")));
    }

    private List<Rung> rungs(JsonNode video) {
        known(video, "video.", Set.of("preset", "profile", "rungs"));
        JsonNode list = video.path("rungs");
        List<Rung> rungs = new ArrayList<>();
        for (int each = 0; each < list.size(); each++) {
            rungs.add(rung(video, list.get(each), "video.rungs[" + each + "]."));
        }
        if (rungs.isEmpty()) {
            problem("video.rungs", "must list one rung or more", list);
        }
        if (rungs.stream().map(Rung::size).distinct().count() < rungs.size()) {
            problem("video.rungs", "must have no size twice", MissingNode.getInstance());
        }
        rungs.sort(Comparator.comparingInt(Rung::size).reversed());
        return rungs;
    }

    private Rung rung(JsonNode video, JsonNode rung, String at) {
        known(rung, at, Set.of("size", "crf", "maxrate", "bufsize", "preset", "profile"));
        return new Rung(
                number(rung, at, "size", 64, 4_320),
                number(rung, at, "crf", 0, 51),
                rate(rung, at, "maxrate"),
                rate(rung, at, "bufsize"),
                name(rung.has("preset") ? rung : video, at, "preset", PRESETS),
                name(rung.has("profile") ? rung : video, at, "profile", H264_PROFILES));
    }

    private Optional<Audio> audio(JsonNode audio) {
        if (audio.isMissingNode()) {
            return Optional.empty();
        }
        known(audio, "audio.", Set.of("bitrate", "sampleRate", "channels"));
        return Optional.of(new Audio(
                rate(audio, "audio.", "bitrate"),
                number(audio, "audio.", "sampleRate", 8_000, 96_000),
                number(audio, "audio.", "channels", 1, 8)));
    }

    private Duration duration(JsonNode node, String key, Duration least, Duration most) {
        String rule = "must be a duration from " + least + " to " + most + ", such as PT2S";
        try {
            Duration duration = Duration.parse(node.path(key).asText());
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Told below, as the rule that it breaks.
        }
        problem(key, rule, node.path(key));
        return least;
    }

    private int number(JsonNode node, String at, String key, int least, int most) {
        JsonNode value = node.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < least || value.asInt() > most) {
            problem(at + key, "must be a whole number from " + least + " to " + most, value);
            return least;
        }
        return value.asInt();
    }

    private long rate(JsonNode node, String at, String key) {
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

    private String name(JsonNode node, String at, String key, Set<String> known) {
        String value = node.path(key).asText();
        if (!known.contains(value)) {
            problem(
                    at + key,
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList()),
                    node.path(key));
        }
        return value;
    }

    private void known(JsonNode node, String at, Set<String> keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                problem(
                        at + key,
                        "is not known here; known are " + keys.stream().sorted().toList(),
                        node.path(key));
            }
        });
    }

    private void problem(String path, String rule, JsonNode value) {
        String found = value.isMissingNode() ? "" : ", but is " + value;
        problems.add(file + ": " + path + " " + rule + found);
    }
}

package dev.dashline.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Shows profiles. Pure. */
public final class ProfileTable {

    private static final String ROW = "%-24s %-6s %-36s %-24s %-14s %s";

    private ProfileTable() {}

    /**
     * A table for a person; no line at its end.
     *
     * @param answer the body of {@code GET /profiles}
     */
    public static String text(JsonNode answer) {
        Stream<String> rows = StreamSupport.stream(answer.path("profiles").spliterator(), false)
                .map(profile -> row(profile, answer.path("encoders").asInt()));
        String head = String.format(ROW, "PROFILE", "CODEC", "LADDER", "SOUND", "FINGERPRINT", "ENCODERS");
        return Stream.concat(Stream.of(head), rows).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String row(JsonNode profile, int encoders) {
        String ladder = StreamSupport.stream(profile.path("rungs").spliterator(), false)
                .map(rung -> rung.path("size").asText())
                .collect(Collectors.joining(" "));
        return String.format(
                ROW,
                profile.path("name").asText(),
                profile.path("codec").isTextual() ? profile.path("codec").asText() : "-",
                ladder.isEmpty() ? "-" : ladder,
                sound(profile.path("audio")),
                profile.path("fingerprint").asText(),
                profile.path("encoders").asInt() + " of " + encoders);
    }

    private static String sound(JsonNode audio) {
        if (!audio.isObject()) {
            return "-";
        }
        String stereo =
                kilobits(audio.path("bitrate")) + (audio.path("channels").asInt() == 1 ? " mono" : " stereo");
        return audio.path("surround").isNumber() ? stereo + ", " + kilobits(audio.path("surround")) + " 5.1" : stereo;
    }

    private static String kilobits(JsonNode rate) {
        return String.format(Locale.ROOT, "%dk", rate.asLong() / 1_000);
    }
}

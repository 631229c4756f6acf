package dev.dashline.media.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a container says of a track for people. Pure. */
public final class TagReader {

    private static final int LONGEST_TITLE = 200;

    /** No manifest can hold them. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]+");

    /** By ffprobe's names. */
    private static final Map<String, TrackRole> ROLES = Map.of(
            "comment", TrackRole.COMMENTARY,
            "visual_impaired", TrackRole.DESCRIPTION,
            "descriptions", TrackRole.DESCRIPTION,
            "hearing_impaired", TrackRole.HEARING_IMPAIRED,
            "captions", TrackRole.HEARING_IMPAIRED,
            "forced", TrackRole.FORCED,
            "dub", TrackRole.DUB);

    private TagReader() {}

    /** The tags of a stream, as ffprobe prints it. */
    public static TrackTags read(JsonNode stream) {
        return new TrackTags(language(stream), title(stream), roles(stream));
    }

    private static Optional<String> language(JsonNode stream) {
        String tag = stream.path("tags").path("language").asText().toLowerCase(Locale.ROOT);
        // Containers use ISO 639-2; BCP 47 wants the two-letter code where there is one.
        Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
        boolean known =
                !tag.isEmpty() && !tag.equals("und") && !locale.getLanguage().isEmpty();
        return known ? Optional.of(LanguageTags.shortest(locale)) : Optional.empty();
    }

    /** Matroska has titles; MP4 has handler names, which mostly name the program that wrote the file. */
    private static Optional<String> title(JsonNode stream) {
        String title = UNPRINTABLE
                .matcher(stream.path("tags").path("title").asText())
                .replaceAll(" ")
                .strip();
        if (title.isEmpty()) {
            return Optional.empty();
        }
        int characters = title.codePointCount(0, title.length());
        return Optional.of(title.substring(0, title.offsetByCodePoints(0, Math.min(LONGEST_TITLE, characters))));
    }

    private static Set<TrackRole> roles(JsonNode stream) {
        Set<TrackRole> roles = EnumSet.noneOf(TrackRole.class);
        ROLES.forEach((flag, role) -> {
            if (stream.path("disposition").path(flag).asInt() != 0) {
                roles.add(role);
            }
        });
        return roles;
    }
}

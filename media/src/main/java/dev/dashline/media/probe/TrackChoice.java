package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which tracks of a source a viewer is to get, and in which order. A container says which tracks are for everybody: MP4
 * by enabling them, Matroska by a flag; ffprobe calls both {@code default}. Pure.
 *
 * @param streams as ffprobe lists them
 */
record TrackChoice(JsonNode streams) {

    private static final Set<String> KINDS = Set.of("video", "audio", "subtitle");
    /** Sound that is made for some viewers, or that comments on the picture. */
    private static final List<String> SPECIAL_SOUND =
            List.of("comment", "hearing_impaired", "visual_impaired", "descriptions", "dub", "karaoke");

    /** Of two values, false comes first. */
    private static final Comparator<JsonNode> VIDEO =
            Comparator.comparing((JsonNode stream) -> !isDefault(stream)).thenComparing(TrackChoice::isStill);

    private static final Comparator<JsonNode> SOUND =
            Comparator.comparing(TrackChoice::isSpecial).thenComparing(stream -> !isDefault(stream));

    /** How many tracks there are to play. Attached files, such as fonts, and data are none. */
    int count() {
        return (int)
                all().filter(stream -> KINDS.contains(stream.path("codec_type").asText()))
                        .filter(stream -> !isPictureOfTheFile(stream))
                        .count();
    }

    /** The default video track that moves; the first if there are several, and if need be one that is not default. */
    Optional<JsonNode> video() {
        return all().filter(stream -> ProbeReader.isA("video", stream))
                .filter(stream -> !isPictureOfTheFile(stream))
                .min(VIDEO);
    }

    /** Sound for everybody first, and of that the default; otherwise in the order of the source. */
    List<JsonNode> sound() {
        return all().filter(stream -> ProbeReader.isA("audio", stream))
                .sorted(SOUND)
                .toList();
    }

    private Stream<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        streams.forEach(all::add);
        return all.stream();
    }

    /** A cover or thumbnails. */
    private static boolean isPictureOfTheFile(JsonNode stream) {
        return has("attached_pic", stream) || has("timed_thumbnails", stream);
    }

    private static boolean isStill(JsonNode stream) {
        return stream.path("nb_frames").asText().equals("1")
                || stream.path("tags").path("NUMBER_OF_FRAMES").asText().equals("1");
    }

    private static boolean isDefault(JsonNode stream) {
        return has("default", stream);
    }

    private static boolean isSpecial(JsonNode stream) {
        return SPECIAL_SOUND.stream().anyMatch(name -> has(name, stream));
    }

    private static boolean has(String disposition, JsonNode stream) {
        return stream.path("disposition").path(disposition).asInt() != 0;
    }
}

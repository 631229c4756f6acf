package dev.dashline.encoder.ffmpeg;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.encoder.plan.SourceInfo.Audio;
import dev.dashline.encoder.plan.SourceInfo.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tracks of sound that can be decoded, as ffprobe tells them. Pure. */
final class SoundTracks {

    private final JsonNode probe;

    SoundTracks(JsonNode probe) {
        this.probe = probe;
    }

    /**
     * All of them, in the order of the source.
     *
     * @param end when what there is to see ends: a recording that was streamed tells no duration of its sound, which then
     *     lasts about as long
     */
    List<Audio> until(long end) {
        List<Audio> tracks = new ArrayList<>();
        for (JsonNode stream : probe.path("streams")) {
            boolean decodable = !stream.path("codec_name").asText("unknown").equals("unknown")
                    && !ProbeReader.ENCRYPTED.contains(
                            stream.path("codec_tag_string").asText());
            int channels = stream.path("channels").asInt();
            if (ProbeReader.isA("audio", stream) && decodable && channels > 0) {
                long start = ProbeReader.micros(stream, "start_time").orElse(0);
                long length = ProbeReader.micros(stream, "duration")
                        .orElseGet(() -> ProbeReader.micros(probe.path("format"), "duration")
                                .orElse(end - start));
                tracks.add(new Audio(
                        stream.path("index").asInt(), language(stream), channels, new Span(start, start + length)));
            }
        }
        return tracks;
    }

    static Optional<String> language(JsonNode stream) {
        String tag = stream.path("tags").path("language").asText().toLowerCase(Locale.ROOT);
        // Containers have ISO 639-2; BCP 47 wants the two letters where there are two.
        Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
        boolean known =
                !tag.isEmpty() && !tag.equals("und") && !locale.getLanguage().isEmpty();
        return known ? Optional.of(LanguageTags.shortest(locale)) : Optional.empty();
    }
}

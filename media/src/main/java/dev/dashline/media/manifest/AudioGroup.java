package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.Track;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.Channels;
import io.lindstrom.m3u8.model.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A group of audio renditions in HLS: a player plays one of them, chosen by language. All groups offer the same choices
 * (RFC 8216, 4.3.4.1.1).
 *
 * @param id names the group
 * @param tracks one for each choice, the default first
 */
record AudioGroup(String id, List<Track> tracks) {

    private static final int STEREO = 2;

    AudioGroup {
        tracks = List.copyOf(tracks);
    }

    /**
     * No group without audio; otherwise one of the stereo mixes, and with surround a second one that has it in their
     * place.
     */
    static List<AudioGroup> of(Presentation presentation) {
        List<Track> stereo = new ArrayList<>();
        List<Track> surround = new ArrayList<>();
        for (Track track : presentation.audio()) {
            if (track.init().channels() > STEREO) {
                // The stereo mix of the same track is right before it.
                surround.set(surround.size() - 1, track);
            } else {
                stereo.add(track);
                surround.add(track);
            }
        }
        if (stereo.isEmpty()) {
            return List.of();
        }
        AudioGroup plain = new AudioGroup("audio", stereo);
        return surround.equals(stereo) ? List.of(plain) : List.of(plain, new AudioGroup("surround", surround));
    }

    Track mostDemanding() {
        return tracks.stream()
                .max(Comparator.comparingLong(Track::peakBandwidth))
                .orElseThrow();
    }

    List<AlternativeRendition> renditions(Presentation presentation) {
        List<AlternativeRendition> renditions = new ArrayList<>();
        for (Track track : tracks) {
            renditions.add(rendition(presentation, track, renditions.size()));
        }
        return renditions;
    }

    private AlternativeRendition rendition(Presentation presentation, Track track, int index) {
        // Names are unique within a group.
        String name = track.language()
                .map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH))
                .filter(language -> !language.isEmpty())
                .orElse("Audio");
        return AlternativeRendition.builder()
                .type(MediaType.AUDIO)
                .groupId(id)
                .name(index == 0 ? name : name + " " + (index + 1))
                .language(track.language())
                .defaultRendition(index == 0)
                .autoSelect(true)
                .channels(Channels.of(track.init().channels()))
                .uri(presentation.playlist(track.id()))
                .build();
    }
}

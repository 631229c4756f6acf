package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.Track;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.Channels;
import io.lindstrom.m3u8.model.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        Set<String> names = new HashSet<>();
        for (Track track : tracks) {
            // Names are unique within a group.
            String name = new Purpose(track.tags()).name("Audio");
            String unique = names.add(name) ? name : name + " " + (renditions.size() + 1);
            names.add(unique);
            renditions.add(rendition(presentation, track, unique, renditions.isEmpty()));
        }
        return renditions;
    }

    private AlternativeRendition rendition(Presentation presentation, Track track, String name, boolean first) {
        Purpose purpose = new Purpose(track.tags());
        return AlternativeRendition.builder()
                .type(MediaType.AUDIO)
                .groupId(id)
                .name(name)
                .language(track.tags().language())
                .defaultRendition(first)
                .autoSelect(first || purpose.isForItsLanguage())
                .characteristics(purpose.soundCharacteristics())
                .channels(Channels.of(track.init().channels()))
                .uri(presentation.playlist(track.id()))
                .build();
    }
}

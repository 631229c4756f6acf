package dev.dashline.media.tag;

import java.util.Optional;
import java.util.Set;

/**
 * What a person has to know to choose a track of sound or text.
 *
 * @param language BCP 47 tag, if known
 * @param label what a player's menu shows; empty for the language's own name
 * @param roles empty if the track is for everybody
 */
public record TrackTags(Optional<String> language, Optional<String> label, Set<TrackRole> roles) {

    public TrackTags {
        roles = Set.copyOf(roles);
    }

    /** Of a track for everybody that has no label. */
    public static TrackTags in(Optional<String> language) {
        return new TrackTags(language, Optional.empty(), Set.of());
    }

    public boolean is(TrackRole role) {
        return roles.contains(role);
    }
}

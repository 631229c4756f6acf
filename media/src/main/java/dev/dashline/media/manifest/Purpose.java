package dev.dashline.media.manifest;

import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.text.CaptionChannel;
import io.lindstrom.mpd.data.descriptor.Descriptor;
import io.lindstrom.mpd.data.descriptor.GenericDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How manifests say what a track of sound or text is for. Pure.
 *
 * @param tags of the track
 */
record Purpose(TrackTags tags) {

    private static final String ROLE = "urn:mpeg:dash:role:2011";
    /** TV-Anytime's: 1 for people who see badly, 2 for people who hear badly. */
    private static final String AUDIENCE = "urn:tva:metadata:cs:AudioPurposeCS:2007";

    /** The roles of sound in DASH (ISO/IEC 23009-1, 5.8.5.5). */
    List<Descriptor> soundRoles(boolean first) {
        List<String> roles = new ArrayList<>(first ? List.of("main") : List.of());
        add(TrackRole.COMMENTARY, "commentary", roles);
        add(TrackRole.DESCRIPTION, "description", roles);
        add(TrackRole.HEARING_IMPAIRED, "enhanced-audio-intelligibility", roles);
        add(TrackRole.DUB, "dub", roles);
        return descriptors(roles.isEmpty() ? List.of("alternate") : roles);
    }

    /** The roles of text in DASH. */
    List<Descriptor> textRoles() {
        List<String> roles = new ArrayList<>();
        add(TrackRole.HEARING_IMPAIRED, "caption", roles);
        add(TrackRole.FORCED, "forced-subtitle", roles);
        if (roles.isEmpty()) {
            roles.add("subtitle");
        }
        add(TrackRole.COMMENTARY, "commentary", roles);
        add(TrackRole.DESCRIPTION, "description", roles);
        add(TrackRole.DUB, "dub", roles);
        return descriptors(roles);
    }

    private void add(TrackRole role, String name, List<String> roles) {
        if (tags.is(role)) {
            roles.add(name);
        }
    }

    private static List<Descriptor> descriptors(List<String> roles) {
        return roles.stream()
                .<Descriptor>map(role -> new GenericDescriptor(ROLE, role, null))
                .toList();
    }

    /** For whom it is, in DASH. */
    List<Descriptor> accessibility() {
        List<Descriptor> audience = new ArrayList<>();
        if (tags.is(TrackRole.DESCRIPTION)) {
            audience.add(new GenericDescriptor(AUDIENCE, "1", null));
        }
        if (tags.is(TrackRole.HEARING_IMPAIRED)) {
            audience.add(new GenericDescriptor(AUDIENCE, "2", null));
        }
        return audience;
    }

    /** Captions in pictures, in DASH (SCTE 214-1): they do not tell their language. */
    static List<Descriptor> captions(List<CaptionChannel> channels) {
        List<Descriptor> descriptors = new ArrayList<>();
        add(CaptionChannel.Standard.CEA_608, "urn:scte:dash:cc:cea-608:2015", "CC%d=und", channels, descriptors);
        add(CaptionChannel.Standard.CEA_708, "urn:scte:dash:cc:cea-708:2015", "%d=lang:und", channels, descriptors);
        return descriptors;
    }

    private static void add(
            CaptionChannel.Standard standard,
            String scheme,
            String form,
            List<CaptionChannel> channels,
            List<Descriptor> descriptors) {
        String value = channels.stream()
                .filter(channel -> channel.standard() == standard)
                .map(channel -> String.format(Locale.ROOT, form, channel.number()))
                .collect(Collectors.joining(";"));
        if (!value.isEmpty()) {
            descriptors.add(new GenericDescriptor(scheme, value, null));
        }
    }

    /** For whom sound is, in HLS. */
    List<String> soundCharacteristics() {
        List<String> names = new ArrayList<>();
        add(TrackRole.DESCRIPTION, "public.accessibility.describes-video", names);
        add(TrackRole.HEARING_IMPAIRED, "public.accessibility.enhances-speech-intelligibility", names);
        return names;
    }

    /** For whom text is, in HLS. */
    List<String> textCharacteristics() {
        return tags.is(TrackRole.HEARING_IMPAIRED)
                ? List.of(
                        "public.accessibility.transcribes-spoken-dialog",
                        "public.accessibility.describes-music-and-sound")
                : List.of();
    }

    /** Whether a player may choose it by language alone. */
    boolean isForItsLanguage() {
        return !tags.is(TrackRole.COMMENTARY);
    }

    /**
     * The name in a player's menu.
     *
     * @param kind of a track without a label or a language
     */
    String name(String kind) {
        Optional<String> language = tags.language()
                .map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH))
                .filter(name -> !name.isEmpty());
        return tags.label()
                .filter(label -> !label.isEmpty())
                .orElseGet(() -> language.orElse(kind) + note())
                // A quoted string of a playlist cannot contain a quotation mark.
                .replace('"', '\'');
    }

    private String note() {
        String roles = String.join(
                ", ",
                tags.roles().stream()
                        .sorted()
                        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
        return roles.isEmpty() ? "" : " (" + roles + ")";
    }
}

package dev.dashline.media.plan;

import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.text.CaptionChannel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One text rendition: subtitles.
 *
 * @param id names the rendition and its folder, such as {@code t0}
 * @param origin where the text is
 * @param tags for who chooses a track
 */
public record TextTrackPlan(String id, Origin origin, TrackTags tags) {

    private static final Set<String> CAPTIONED = Set.of("h264", "hevc", "mpeg2video");

    /** Where a text is. */
    public sealed interface Origin {}

    /**
     * A stream of the source.
     *
     * @param stream its index
     */
    public record Embedded(int stream) implements Origin {}

    /**
     * Captions in the pictures of the source (CEA-608): a track for each channel that has text.
     *
     * @param stream index of the pictures
     * @param codec of the pictures, as FFmpeg names it: one that {@link #mayHaveCaptions} takes
     */
    public record Captions(int stream, String codec) implements Origin {}

    /** A WebVTT or SubRip file. */
    public record File(URI uri) implements Origin {}

    /** Whether captions can be read out of pictures of a codec, by FFmpeg's name. */
    public static boolean mayHaveCaptions(String codec) {
        return CAPTIONED.contains(codec);
    }

    /** The tracks that this may become: this one, or of captions one for each channel. */
    public List<TextTrackPlan> tracks() {
        return origin instanceof Captions
                ? CaptionChannel.OF_CEA_608.stream().map(this::of).toList()
                : List.of(this);
    }

    /** The track that a channel of captions becomes: the first channel becomes this one. */
    public TextTrackPlan of(CaptionChannel channel) {
        return channel.equals(CaptionChannel.CC1)
                ? this
                : new TextTrackPlan(
                        id + channel.name().toLowerCase(Locale.ROOT),
                        origin,
                        new TrackTags(tags.language(), Optional.of(channel.name()), tags.roles()));
    }

    /** The stream of the source that has the text, or the pictures with the captions; empty for a file. */
    public OptionalInt stream() {
        if (origin instanceof Embedded embedded) {
            return OptionalInt.of(embedded.stream());
        }
        return origin instanceof Captions captions ? OptionalInt.of(captions.stream()) : OptionalInt.empty();
    }

    /** Whether the text is a stream of the source. */
    public boolean isEmbedded() {
        return origin instanceof Embedded;
    }
}

package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.Track;
import dev.dashline.media.text.CaptionChannel;
import dev.dashline.media.thumbnail.TileSheets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All renditions of a video.
 *
 * @param names of objects, for references
 * @param video the highest first; all with the same segments
 * @param audio in the order of the source
 * @param text those of the source, then those of files
 * @param captions those in the pictures; empty for none
 * @param thumbnails sheets of small pictures; empty for none
 */
public record Presentation(
        ObjectNames names,
        List<Track> video,
        List<Track> audio,
        List<TextRendition> text,
        List<CaptionChannel> captions,
        Optional<TileSheets> thumbnails) {

    /** Without captions in the pictures. */
    public Presentation(
            ObjectNames names,
            List<Track> video,
            List<Track> audio,
            List<TextRendition> text,
            Optional<TileSheets> thumbnails) {
        this(names, video, audio, text, List.of(), thumbnails);
    }

    public Presentation {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        text = List.copyOf(text);
        captions = List.copyOf(captions);
    }

    /** This presentation with small pictures. */
    public Presentation with(TileSheets sheets) {
        return new Presentation(names, video, audio, text, captions, Optional.of(sheets));
    }

    /** All renditions with segments: video first, the highest first. */
    public List<Track> tracks() {
        return Stream.concat(video.stream(), audio.stream()).toList();
    }

    /** The playlists of keyframes, one for each rung of which these are known. */
    public List<KeyframePlaylist> keyframes() {
        return video.stream()
                .flatMap(track -> track.keyframes().stream())
                .map(track -> new KeyframePlaylist(this, track))
                .toList();
    }

    /** Duration of the longest rendition. */
    public long durationMillis() {
        return tracks().stream().mapToLong(Track::durationMillis).max().orElse(0);
    }

    /** Over all renditions. */
    double longestSegmentSeconds() {
        return tracks().stream()
                .flatMapToDouble(track -> track.segments().stream().mapToDouble(track::seconds))
                .max()
                .orElse(0);
    }

    /** A rendition's media playlist, relative to the public manifest. */
    String playlist(String id) {
        return names.of(id, names.playlist());
    }
}

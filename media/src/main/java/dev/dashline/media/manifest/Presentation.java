package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.Track;
import dev.dashline.media.thumbnail.TileSheets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All renditions of a video.
 *
 * @param folder where they are, seen from the public manifest: {@code 1/}
 * @param video the highest first; all with the same segments
 * @param audio in the order of the source
 * @param text those of the source, then those of files
 * @param thumbnails small pictures of the video, if there are any
 */
public record Presentation(
        String folder,
        List<Track> video,
        List<Track> audio,
        List<TextRendition> text,
        Optional<TileSheets> thumbnails) {

    public static final String INIT = "init.mp4";
    public static final String MEDIA_PLAYLIST = "media.m3u8";

    public Presentation {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
        text = List.copyOf(text);
    }

    /** The same with small pictures. */
    public Presentation with(TileSheets sheets) {
        return new Presentation(folder, video, audio, text, Optional.of(sheets));
    }

    /** All that is made of segments: video first, the highest first. */
    public List<Track> tracks() {
        return Stream.concat(video.stream(), audio.stream()).toList();
    }

    /** Of the longest rendition. */
    public long durationMillis() {
        return tracks().stream().mapToLong(Track::durationMillis).max().orElse(0);
    }

    /** Of all renditions. */
    double longestSegmentSeconds() {
        return tracks().stream()
                .flatMapToDouble(track -> track.segments().stream().mapToDouble(track::seconds))
                .max()
                .orElse(0);
    }

    /** Where a rendition's media playlist is. */
    String playlist(String id) {
        return folder + id + "/" + MEDIA_PLAYLIST;
    }

    /** Name of a segment within its rendition's folder. */
    public static String name(Track.Segment segment) {
        return segment.time() + ".m4s";
    }
}

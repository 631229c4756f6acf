package dev.dashline.encoder.media;

import java.util.List;
import java.util.stream.Stream;

/**
 * All renditions of a video.
 *
 * @param folder where they are, seen from the public manifest: {@code 1/}
 * @param video the highest first; all with the same segments
 * @param audio in the order of the source
 */
public record Presentation(String folder, List<Track> video, List<Track> audio) {

    static final String INIT = "init.mp4";
    static final String MEDIA_PLAYLIST = "media.m3u8";

    public Presentation {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
    }

    /** The rendition that the others go by: the highest rung, or the first sound where there are no pictures. */
    Track leading() {
        return video.isEmpty() ? audio.get(0) : video.get(0);
    }

    /** Of the longest rendition. */
    public long durationMillis() {
        return Stream.concat(video.stream(), audio.stream())
                .mapToLong(Track::durationMillis)
                .max()
                .orElse(0);
    }

    /** Where a rendition's media playlist is. */
    String playlist(Track track) {
        return folder + track.id() + "/" + MEDIA_PLAYLIST;
    }

    /** Name of a segment within its rendition's folder. */
    static String name(Track.Segment segment) {
        return segment.time() + ".m4s";
    }
}

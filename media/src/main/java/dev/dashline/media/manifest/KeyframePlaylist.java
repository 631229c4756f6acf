package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.PictureRange;
import dev.dashline.media.cmaf.Track;
import io.lindstrom.m3u8.model.IFrameVariant;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.Resolution;
import io.lindstrom.m3u8.model.VideoRange;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.util.ArrayList;
import java.util.List;

/**
 * The keyframes of a rendition in HLS (RFC 8216, 4.3.3.6 and 4.3.4.3), which players show while somebody winds or
 * scrubs. They are ranges of bytes in the segments of the rendition. Pure.
 *
 * @param track of keyframes alone, as {@link Track#keyframes} makes it
 */
public record KeyframePlaylist(Presentation presentation, Track track) {

    /** The media playlist, for the folder of the rendition. Each picture lasts until the next one. */
    public byte[] media() {
        ObjectNames names = presentation.names();
        List<MediaSegment> pictures = new ArrayList<>();
        for (Track.Segment picture : track.segments()) {
            PictureRange range = picture.keyframe().orElseThrow();
            MediaSegment.Builder entry = MediaSegment.builder()
                    .duration(track.seconds(picture))
                    .byteRange(HlsWriter.range(range.offset(), range.length()))
                    .uri(names.segment(picture.time()));
            if (pictures.isEmpty()) {
                entry.segmentMap(HlsWriter.map(names));
            }
            pictures.add(entry.build());
        }
        MediaPlaylist.Builder playlist = HlsWriter.playlist(pictures, presentation.longestSegmentSeconds());
        return new MediaPlaylistParser()
                .writePlaylistAsBytes(playlist.iFramesOnly(true).build());
    }

    /** Its entry in the multivariant playlist. */
    IFrameVariant variant() {
        return IFrameVariant.builder()
                .bandwidth(track.peakBandwidth())
                .averageBandwidth(track.averageBandwidth())
                .addCodecs(track.init().codecs())
                .resolution(Resolution.of(track.init().width(), track.init().height()))
                .videoRange(VideoRange.SDR)
                .uri(presentation.names().of(track.id(), presentation.names().keyframes()))
                .build();
    }
}

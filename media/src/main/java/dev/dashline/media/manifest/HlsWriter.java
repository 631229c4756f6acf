package dev.dashline.media.manifest;

import dev.dashline.media.cmaf.Track;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.text.CaptionChannel;
import dev.dashline.media.text.TextSegments;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.ByteRange;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.model.PlaylistType;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.model.VideoRange;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes HLS playlists (RFC 8216), version 7. They list the same segments as the MPD. Pure. */
public final class HlsWriter {

    private static final int VERSION = 7;

    /** The group of captions in the pictures. */
    private static final String CAPTIONS = "cc";

    private HlsWriter() {}

    /**
     * The media playlist of a rendition, for its folder. All of a presentation have the same target duration (RFC 8216,
     * 6.2.4).
     */
    public static byte[] mediaPlaylist(Presentation presentation, Track track) {
        List<MediaSegment> segments = new ArrayList<>();
        for (Track.Segment segment : track.segments()) {
            MediaSegment.Builder entry = MediaSegment.builder()
                    .duration(track.seconds(segment))
                    .uri(presentation.names().segment(segment.time()));
            if (segments.isEmpty()) {
                entry.segmentMap(map(presentation.names()));
            }
            segments.add(entry.build());
        }
        return write(playlist(segments, presentation.longestSegmentSeconds()));
    }

    static SegmentMap map(ObjectNames names) {
        return SegmentMap.of(names.init());
    }

    static MediaPlaylist.Builder playlist(List<MediaSegment> segments, double longest) {
        return MediaPlaylist.builder()
                .version(VERSION)
                .independentSegments(true)
                .targetDuration(Math.max(1, (int) Math.round(longest)))
                .playlistType(PlaylistType.VOD)
                .ongoing(false)
                .mediaSegments(segments);
    }

    private static byte[] write(MediaPlaylist.Builder playlist) {
        return new MediaPlaylistParser().writePlaylistAsBytes(playlist.build());
    }

    /**
     * The media playlist of a text track, for its folder: ranges of bytes in one object. Like all renditions it starts
     * at time 0, so it needs no {@code X-TIMESTAMP-MAP} (RFC 8216, 3.5).
     */
    public static byte[] textPlaylist(Presentation presentation, TextSegments text) {
        List<MediaSegment> segments = text.segments().stream()
                .<MediaSegment>map(segment -> MediaSegment.builder()
                        .duration(segment.durationMillis() / 1_000.0)
                        .byteRange(range(segment.offset(), segment.bytes()))
                        .uri(presentation.names().textSegments())
                        .build())
                .toList();
        return write(playlist(segments, presentation.longestSegmentSeconds()));
    }

    static ByteRange range(long offset, long bytes) {
        return ByteRange.builder().length(bytes).offset(offset).build();
    }

    /** The multivariant playlist: each rung with each audio group, and the keyframes of each rung. */
    public static byte[] masterPlaylist(Presentation presentation) {
        List<AudioGroup> groups = AudioGroup.of(presentation);
        List<AlternativeRendition> alternatives = new ArrayList<>();
        groups.forEach(group -> alternatives.addAll(group.renditions(presentation)));
        presentation.text().forEach(text -> alternatives.add(text(presentation, text, alternatives)));
        presentation.captions().forEach(channel -> alternatives.add(captions(channel)));
        List<Variant> variants = new ArrayList<>();
        if (presentation.video().isEmpty()) {
            groups.forEach(group -> variants.add(sound(presentation, group)));
        } else if (groups.isEmpty()) {
            presentation.video().forEach(track -> variants.add(picture(presentation, track, Optional.empty())));
        }
        for (AudioGroup group : groups) {
            presentation.video().forEach(track -> variants.add(picture(presentation, track, Optional.of(group))));
        }
        return new MasterPlaylistParser()
                .writePlaylistAsBytes(MasterPlaylist.builder()
                        .version(VERSION)
                        .independentSegments(true)
                        .alternativeRenditions(alternatives)
                        .variants(variants)
                        .iFrameVariants(presentation.keyframes().stream()
                                .map(KeyframePlaylist::variant)
                                .toList())
                        .build());
    }

    private static AlternativeRendition captions(CaptionChannel channel) {
        return AlternativeRendition.builder()
                .type(MediaType.CLOSED_CAPTIONS)
                .groupId(CAPTIONS)
                .name(channel.name())
                .inStreamId(channel.name())
                .defaultRendition(false)
                .autoSelect(true)
                .build();
    }

    private static AlternativeRendition text(
            Presentation presentation, TextRendition text, List<AlternativeRendition> others) {
        // Names are unique within a group.
        boolean taken = others.stream()
                .anyMatch(other -> other.groupId().equals(TextRendition.GROUP)
                        && other.name().equals(text.name()));
        AlternativeRendition.Builder rendition = AlternativeRendition.builder();
        if (text.tags().is(TrackRole.FORCED)) {
            rendition.forced(true);
        }
        return rendition
                .type(MediaType.SUBTITLES)
                .groupId(TextRendition.GROUP)
                .name(taken ? text.name() + " (" + text.id() + ")" : text.name())
                .language(text.tags().language())
                .characteristics(new Purpose(text.tags()).textCharacteristics())
                .defaultRendition(false)
                .autoSelect(true)
                .uri(presentation.playlist(text.id()))
                .build();
    }

    private static Variant.Builder variant(Presentation presentation) {
        return presentation.text().isEmpty()
                ? Variant.builder()
                : Variant.builder().subtitles(TextRendition.GROUP);
    }

    private static Variant sound(Presentation presentation, AudioGroup group) {
        Track track = group.mostDemanding();
        return variant(presentation)
                .bandwidth(track.peakBandwidth())
                .averageBandwidth(track.averageBandwidth())
                .addCodecs(track.init().codecs())
                .audio(group.id())
                .uri(presentation.playlist(group.tracks().get(0).id()))
                .build();
    }

    private static Variant picture(Presentation presentation, Track track, Optional<AudioGroup> group) {
        Optional<Track> audio = group.map(AudioGroup::mostDemanding);
        Variant.Builder variant = variant(presentation)
                .bandwidth(
                        track.peakBandwidth() + audio.map(Track::peakBandwidth).orElse(0L))
                .averageBandwidth(track.averageBandwidth()
                        + audio.map(Track::averageBandwidth).orElse(0L))
                .addCodecs(track.init().codecs())
                .resolution(track.init().width(), track.init().height())
                .videoRange(VideoRange.SDR)
                .frameRate(Math.round(track.frameRate().orElseThrow().perSecond() * 1_000) / 1_000.0)
                .uri(presentation.playlist(track.id()));
        audio.ifPresent(sound -> variant.addCodecs(sound.init().codecs()));
        group.ifPresent(sound -> variant.audio(sound.id()));
        if (presentation.captions().isEmpty()) {
            variant.closedCaptionsNone(true);
        } else {
            variant.closedCaptions(CAPTIONS);
        }
        return variant.build();
    }
}

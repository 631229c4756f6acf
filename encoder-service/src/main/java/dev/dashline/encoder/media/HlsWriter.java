package dev.dashline.encoder.media;

import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.Channels;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.model.PlaylistType;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes HLS playlists (RFC 8216), version 7: the same segments that the MPD lists. */
public final class HlsWriter {

    private static final int VERSION = 7;
    private static final String AUDIO_GROUP = "audio";

    private HlsWriter() {}

    /** The media playlist of a rendition, to be put beside its segments. */
    public static byte[] mediaPlaylist(Track track) {
        List<MediaSegment> segments = new ArrayList<>();
        for (Track.Segment segment : track.segments()) {
            MediaSegment.Builder entry =
                    MediaSegment.builder().duration(track.seconds(segment)).uri(Presentation.name(segment));
            if (segments.isEmpty()) {
                entry.segmentMap(SegmentMap.of(Presentation.INIT));
            }
            segments.add(entry.build());
        }
        double longest =
                segments.stream().mapToDouble(MediaSegment::duration).max().orElseThrow();
        return new MediaPlaylistParser()
                .writePlaylistAsBytes(MediaPlaylist.builder()
                        .version(VERSION)
                        .independentSegments(true)
                        .targetDuration(Math.max(1, (int) Math.round(longest)))
                        .playlistType(PlaylistType.VOD)
                        .ongoing(false)
                        .mediaSegments(segments)
                        .build());
    }

    /** The multivariant playlist: one variant for each rung, all with the same group of audio renditions. */
    public static byte[] masterPlaylist(Presentation presentation) {
        List<AlternativeRendition> audio = new ArrayList<>();
        for (Track track : presentation.audio()) {
            audio.add(audio(presentation, track, audio.size()));
        }
        return new MasterPlaylistParser()
                .writePlaylistAsBytes(MasterPlaylist.builder()
                        .version(VERSION)
                        .independentSegments(true)
                        .alternativeRenditions(audio)
                        .variants(presentation.video().stream()
                                .map(track -> variant(presentation, track))
                                .toList())
                        .build());
    }

    private static AlternativeRendition audio(Presentation presentation, Track track, int index) {
        // Names are unique within a group.
        String name = track.language()
                .map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH))
                .filter(language -> !language.isEmpty())
                .orElse("Audio");
        return AlternativeRendition.builder()
                .type(MediaType.AUDIO)
                .groupId(AUDIO_GROUP)
                .name(index == 0 ? name : name + " " + (index + 1))
                .language(track.language())
                .defaultRendition(index == 0)
                .autoSelect(true)
                .channels(Channels.of(track.init().channels()))
                .uri(playlist(presentation, track))
                .build();
    }

    private static Variant variant(Presentation presentation, Track track) {
        Optional<Track> audio = presentation.audio().stream().max(Comparator.comparingLong(Track::peakBandwidth));
        Variant.Builder variant = Variant.builder()
                .bandwidth(
                        track.peakBandwidth() + audio.map(Track::peakBandwidth).orElse(0L))
                .averageBandwidth(track.averageBandwidth()
                        + audio.map(Track::averageBandwidth).orElse(0L))
                .addCodecs(track.init().codecs())
                .resolution(track.init().width(), track.init().height())
                .frameRate(Math.round(track.frameRate().orElseThrow().perSecond() * 1_000) / 1_000.0)
                .uri(playlist(presentation, track));
        audio.ifPresent(
                sound -> variant.audio(AUDIO_GROUP).addCodecs(sound.init().codecs()));
        return variant.build();
    }

    private static String playlist(Presentation presentation, Track track) {
        return presentation.folder() + track.id() + "/" + Presentation.MEDIA_PLAYLIST;
    }
}

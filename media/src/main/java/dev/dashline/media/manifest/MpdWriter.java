package dev.dashline.media.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.colour.Colours;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.thumbnail.TileSheets;
import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.BaseURL;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.Period;
import io.lindstrom.mpd.data.PresentationType;
import io.lindstrom.mpd.data.Profile;
import io.lindstrom.mpd.data.Ratio;
import io.lindstrom.mpd.data.Representation;
import io.lindstrom.mpd.data.Segment;
import io.lindstrom.mpd.data.SegmentTemplate;
import io.lindstrom.mpd.data.descriptor.Descriptor;
import io.lindstrom.mpd.data.descriptor.GenericDescriptor;
import io.lindstrom.mpd.data.descriptor.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the MPEG-DASH manifest (ISO/IEC 23009-1), profile isoff-live, with a timeline of all segments. Pure. */
public final class MpdWriter {

    private static final String CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";
    private static final String COLOUR = "urn:mpeg:mpegB:cicp:";
    private static final String TILES = "http://dashif.org/guidelines/thumbnail_tile";

    /** Safe for use by many threads. A new one would look at all classes of the model again. */
    private static final MPDParser MODEL = new MPDParser();

    private MpdWriter() {}

    /** The manifest, UTF-8. */
    public static byte[] write(Presentation presentation) {
        List<AdaptationSet> sets = new ArrayList<>();
        if (!presentation.video().isEmpty()) {
            sets.add(videoSet(presentation));
        }
        for (Track track : presentation.audio()) {
            sets.add(audioSet(presentation, track, sets.size()));
        }
        for (TextRendition text : presentation.text()) {
            sets.add(textSet(presentation, text, sets.size()));
        }
        presentation.thumbnails().ifPresent(sheets -> sets.add(imageSet(presentation, sheets, sets.size())));
        Duration duration = Duration.ofMillis(presentation.durationMillis());
        Duration longest = longestSegment(presentation);
        MPD mpd = MPD.builder()
                .withType(PresentationType.STATIC)
                .withProfiles(Profile.MPEG_DASH_LIVE)
                .withMinBufferTime(longest)
                .withMaxSegmentDuration(longest)
                .withMediaPresentationDuration(duration)
                .withPeriods(Period.builder()
                        .withId("0")
                        .withStart(Duration.ZERO)
                        .withDuration(duration)
                        .withAdaptationSets(sets)
                        .build())
                .build();
        try {
            return MODEL.writeAsBytes(mpd);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an MPD model cannot be serialized", e);
        }
    }

    private static AdaptationSet videoSet(Presentation presentation) {
        Track top = presentation.video().get(0);
        AdaptationSet.Builder set = AdaptationSet.builder().withId(0);
        set.withSupplementalProperties(colours(top.init().colours()));
        return set.withContentType("video")
                .withAccessibilities(Purpose.captions(presentation.captions()))
                .withMimeType("video/mp4")
                .withSegmentAlignment("true")
                .withStartWithSAP(1L)
                .withFrameRate(frameRate(top))
                .withSar(Ratio.of(1, 1))
                .withMaxWidth((long) top.init().width())
                .withMaxHeight((long) top.init().height())
                .withRoles(Role.Type.MAIN)
                .withSegmentTemplate(template(presentation, top))
                .withRepresentations(presentation.video().stream()
                        .map(track -> Representation.builder()
                                .withId(track.id())
                                .withCodecs(track.init().codecs())
                                .withWidth(track.init().width())
                                .withHeight(track.init().height())
                                .withBandwidth(track.peakBandwidth())
                                .build())
                        .toList())
                .build();
    }

    /** Supplemental: a player leaves out sets with essential properties that it does not know. */
    private static List<Descriptor> colours(@Nullable Colours told) {
        return told == null
                ? List.of()
                : List.of(
                        colour("ColourPrimaries", told.primaries()),
                        colour("TransferCharacteristics", told.transfer()),
                        colour("MatrixCoefficients", told.matrix()),
                        colour("VideoFullRangeFlag", told.fullRange() ? 1 : 0));
    }

    private static Descriptor colour(String name, int code) {
        return new GenericDescriptor(COLOUR + name, Integer.toString(code), null);
    }

    private static AdaptationSet audioSet(Presentation presentation, Track track, int id) {
        Purpose purpose = new Purpose(track.tags());
        AdaptationSet.Builder set = AdaptationSet.builder().withId(id);
        track.tags().label().ifPresent(set::withLabels);
        return set.withContentType("audio")
                .withMimeType("audio/mp4")
                .withLang(track.tags().language().orElse(null))
                .withSegmentAlignment("true")
                .withStartWithSAP(1L)
                .withAccessibilities(purpose.accessibility())
                .withRoles(purpose.soundRoles(track.equals(presentation.audio().get(0))))
                .withSegmentTemplate(template(presentation, track))
                .withRepresentations(Representation.builder()
                        .withId(track.id())
                        .withCodecs(track.init().codecs())
                        .withAudioSamplingRate(Integer.toString(track.init().sampleRate()))
                        .withAudioChannelConfigurations(new GenericDescriptor(
                                CHANNELS, Integer.toString(track.init().channels()), null))
                        .withBandwidth(track.peakBandwidth())
                        .build())
                .build();
    }

    /** One file for the whole period, by {@code BaseURL}. */
    private static AdaptationSet textSet(Presentation presentation, TextRendition text, int id) {
        AdaptationSet.Builder set = AdaptationSet.builder()
                .withId(id)
                .withContentType("text")
                .withLang(text.tags().language().orElse(null))
                .withAccessibilities(new Purpose(text.tags()).accessibility())
                .withRoles(new Purpose(text.tags()).textRoles())
                .withRepresentations(Representation.builder()
                        .withId(text.id())
                        .withBandwidth(text.bandwidth(presentation.durationMillis()))
                        .withBaseURLs(List.of(BaseURL.builder()
                                .withValue(presentation
                                        .names()
                                        .of(text.id(), presentation.names().text()))
                                .build()))
                        .build());
        text.tags().label().ifPresent(set::withLabels);
        set.withMimeType("text/vtt");
        return set.build();
    }

    /** Tiled thumbnails of DASH-IF IOP, part 10: each sheet is a segment. */
    private static AdaptationSet imageSet(Presentation presentation, TileSheets sheets, int id) {
        TileSheets.Layout layout = sheets.layout();
        Representation.Builder representation =
                Representation.builder().withId(TileSheets.ID).withBandwidth(sheets.peakBandwidth());
        representation.withWidth(layout.width());
        representation.withHeight(layout.height());
        representation.withEssentialProperties(
                List.of(new GenericDescriptor(TILES, layout.columns() + "x" + layout.rows(), null)));
        return AdaptationSet.builder()
                .withId(id)
                .withContentType("image")
                .withMimeType("image/jpeg")
                .withSegmentTemplate(SegmentTemplate.builder()
                        .withTimescale(sheets.timescale())
                        .withDuration(sheets.tileUnits() * layout.tilesOnASheet())
                        .withStartNumber(1L)
                        .withMedia(presentation
                                .names()
                                .template(presentation.names().sheet()))
                        .build())
                .withRepresentations(representation.build())
                .build();
    }

    private static SegmentTemplate template(Presentation presentation, Track track) {
        ObjectNames names = presentation.names();
        return SegmentTemplate.builder()
                .withTimescale(track.init().timescale())
                .withInitialization(names.template(names.init()))
                .withMedia(names.template(names.segment()))
                .withSegmentTimeline(timeline(track.segments()))
                .build();
    }

    /** Successive segments of the same duration become one entry with a repeat count. */
    private static List<Segment> timeline(List<Track.Segment> segments) {
        List<Segment> timeline = new ArrayList<>();
        int from = 0;
        while (from < segments.size()) {
            Track.Segment first = segments.get(from);
            int to = from + 1;
            while (to < segments.size() && segments.get(to).duration() == first.duration()) {
                to++;
            }
            Segment.Builder entry = Segment.builder().withD(first.duration());
            if (from == 0) {
                entry.withT(first.time());
            }
            if (to - from > 1) {
                entry.withR(to - from - 1L);
            }
            timeline.add(entry.build());
            from = to;
        }
        return timeline;
    }

    private static io.lindstrom.mpd.data.FrameRate frameRate(Track track) {
        FrameRate rate = track.frameRate().orElseThrow();
        return rate.den() == 1
                ? new io.lindstrom.mpd.data.FrameRate(rate.num())
                : new io.lindstrom.mpd.data.FrameRate(rate.num(), (long) rate.den());
    }

    private static Duration longestSegment(Presentation presentation) {
        return Duration.ofMillis((long) Math.ceil(presentation.longestSegmentSeconds() * 1_000));
    }
}

package dev.dashline.systemtests.history;

import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.BaseURL;
import io.lindstrom.mpd.data.FrameRate;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.Representation;
import io.lindstrom.mpd.data.Segment;
import io.lindstrom.mpd.data.SegmentTemplate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Reads manifests as a player does. */
final class ManifestReader {

    private static final Set<String> TIMED = Set.of("audio", "video");
    private static final Pattern URI_ATTRIBUTE = Pattern.compile("URI=\"([^\"]+)\"");

    private ManifestReader() {}

    /** Names of all objects that a manifest refers to, directly or through other playlists. */
    static List<String> references(PublicStore store, String manifest) throws UnreadableException {
        return manifest.endsWith(".mpd") ? dash(store, manifest) : hls(store, manifest);
    }

    /** The first mistake in the timelines of an MPD; empty if segments have no gaps and hold this many frames. */
    static Optional<String> discontinuity(PublicStore store, String manifest, long frames) throws UnreadableException {
        for (AdaptationSet set : sets(parse(store, manifest))) {
            if (!TIMED.contains(set.getContentType())) {
                continue;
            }
            SegmentTemplate template = template(set);
            long end = 0;
            for (Segment segment : template.getSegmentTimeline()) {
                if (segment.getT() != null && segment.getT() != end) {
                    return Optional.of("the timeline jumps from " + end + " to " + segment.getT());
                }
                end += segment.getD() * (repeats(segment) + 1);
            }
            FrameRate rate = set.getFrameRate();
            if (rate != null && end * rate.toDouble() / template.getTimescale() != frames) {
                return Optional.of("the timeline ends at " + end + ", which is not " + frames + " frames");
            }
        }
        return Optional.empty();
    }

    private static List<String> dash(PublicStore store, String manifest) throws UnreadableException {
        List<String> names = new ArrayList<>();
        MPD mpd = parse(store, manifest);
        for (AdaptationSet set : sets(mpd)) {
            for (Representation representation : set.getRepresentations()) {
                for (String reference : references(mpd, set, representation)) {
                    names.add(sibling(manifest, reference));
                }
            }
        }
        return names;
    }

    /** Sound and video have a timeline, thumbnails a number for each sheet, and subtitles are one file. */
    private static List<String> references(MPD mpd, AdaptationSet set, Representation representation)
            throws UnreadableException {
        SegmentTemplate template = set.getSegmentTemplate();
        if (template == null && !representation.getBaseURLs().isEmpty()) {
            return representation.getBaseURLs().stream().map(BaseURL::getValue).toList();
        }
        return template != null && template.getDuration() != null
                ? numbered(mpd, template, representation)
                : timed(template(set), representation);
    }

    private static List<String> numbered(MPD mpd, SegmentTemplate template, Representation representation) {
        double units = mpd.getMediaPresentationDuration().toMillis() / 1_000.0 * template.getTimescale();
        return LongStream.range(0, (long) Math.ceil(units / template.getDuration()))
                .mapToObj(sheet -> named(template.getMedia(), representation)
                        .replace("$Number$", Long.toString(template.getStartNumber() + sheet)))
                .toList();
    }

    private static List<String> timed(SegmentTemplate template, Representation representation) {
        List<String> names = new ArrayList<>();
        names.add(named(template.getInitialization(), representation));
        long time = 0;
        for (Segment segment : template.getSegmentTimeline()) {
            for (long i = 0; i <= repeats(segment); i++) {
                names.add(named(template.getMedia(), representation).replace("$Time$", Long.toString(time)));
                time += segment.getD();
            }
        }
        return names;
    }

    private static List<String> hls(PublicStore store, String playlist) throws UnreadableException {
        List<String> names = new ArrayList<>();
        for (String line : content(store, playlist).lines().toList()) {
            Matcher attribute = URI_ATTRIBUTE.matcher(line);
            if (line.startsWith("#") && attribute.find()) {
                names.add(sibling(playlist, attribute.group(1)));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                names.add(sibling(playlist, line.strip()));
            }
        }
        for (String name : List.copyOf(names)) {
            if (name.endsWith(".m3u8")) {
                names.addAll(hls(store, name));
            }
        }
        return names;
    }

    private static MPD parse(PublicStore store, String manifest) throws UnreadableException {
        byte[] content = content(store, manifest).getBytes(StandardCharsets.UTF_8);
        try {
            return new MPDParser().parse(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UnreadableException("no MPD: " + e.getMessage());
        }
    }

    private static List<AdaptationSet> sets(MPD mpd) {
        return mpd.getPeriods().stream()
                .flatMap(period -> period.getAdaptationSets().stream())
                .toList();
    }

    private static SegmentTemplate template(AdaptationSet set) throws UnreadableException {
        SegmentTemplate template = set.getSegmentTemplate();
        if (template == null || template.getSegmentTimeline() == null) {
            throw new UnreadableException("no timeline");
        }
        return template;
    }

    private static long repeats(Segment segment) {
        return segment.getR() == null ? 0 : segment.getR();
    }

    private static String named(String template, Representation representation) {
        return template.replace("$RepresentationID$", representation.getId());
    }

    private static String sibling(String name, String reference) {
        return URI.create(name).resolve(reference).toString();
    }

    private static String content(PublicStore store, String name) throws UnreadableException {
        return new String(
                store.read(name).orElseThrow(() -> new UnreadableException(name + " is missing")),
                StandardCharsets.UTF_8);
    }
}

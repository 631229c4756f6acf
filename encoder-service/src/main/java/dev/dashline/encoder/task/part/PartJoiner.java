package dev.dashline.encoder.task.part;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.ObjectNames;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.media.text.CaptionChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Joins the parts of each rendition and checks that there is no gap between them. Pure. */
public final class PartJoiner {

    private final MediaPlan plan;
    private final List<PartInventory> parts;

    public PartJoiner(MediaPlan plan, List<PartInventory> parts) {
        this.plan = plan;
        this.parts = parts;
    }

    /**
     * All renditions of the plan.
     *
     * @param names the names of objects that manifests will refer to
     * @throws MediaException {@code OUTPUT_INVALID} if a part is missing, or there is a gap or an overlap between parts
     */
    public Presentation join(ObjectNames names) throws MediaException {
        List<Track> video = plan.video().isPresent() ? video(plan.requireVideo()) : List.of();
        List<Track> audio = new ArrayList<>();
        for (int track = 0; track < plan.audio().size(); track++) {
            audio.add(sound(track, plan.audio().get(track)));
        }
        // Players switch rungs at any segment, so the segments of all rungs must start at the same times.
        for (Track track : video) {
            require(times(track).equals(times(video.get(0))), track.id() + " has other segments than the highest rung");
        }
        return new Presentation(names, video, audio, text(), captions(), Optional.empty());
    }

    /** Captions in the pictures; where nobody could read them, what they are likely to be. */
    private List<CaptionChannel> captions() {
        if (!plan.video().map(VideoPlan::captions).orElse(false)) {
            return List.of();
        }
        Optional<List<String>> found = parts.stream()
                .flatMap(part -> Stream.ofNullable(part.findings().captions()))
                .findFirst();
        return found.map(names -> names.stream()
                        .flatMap(name -> CaptionChannel.named(name).stream())
                        .toList())
                .orElse(List.of(CaptionChannel.CC1));
    }

    private List<Track> video(VideoPlan planned) throws MediaException {
        ChunkGrid grid = planned.grid();
        List<Track> tracks = new ArrayList<>();
        for (Rung rung : planned.rungs()) {
            List<PartInventory.Rendition> pieces = pieces(rung.id());
            require(pieces.size() == grid.chunks(), rung.id() + " has " + pieces.size() + " parts of " + grid.chunks());
            tracks.add(track(rung.id(), pieces, Optional.of(grid.rate()), TrackTags.in(Optional.empty())));
        }
        return tracks;
    }

    /** Text tracks that have text. */
    private List<TextRendition> text() throws MediaException {
        long made = parts.stream()
                .filter(part -> part.taskId().equals(TaskIds.TEXT))
                .count();
        require(made == (plan.text().isEmpty() ? 0 : 1), "text has " + made + " parts");
        List<TextRendition> renditions = new ArrayList<>();
        for (TextTrackPlan planned : plan.text()) {
            for (TextTrackPlan track : planned.tracks()) {
                parts.stream()
                        .flatMap(part -> part.texts().stream())
                        .filter(text -> text.id().equals(track.id()))
                        .map(text -> new TextRendition(
                                text.id(), track.tags(), text.object().size()))
                        .forEach(renditions::add);
            }
        }
        return renditions;
    }

    /** The last parts of a track have nothing in them where sound ends earlier than the source says. */
    private Track sound(int index, AudioTrackPlan planned) throws MediaException {
        List<String> tasks = TaskIds.ofAudio(index, planned.chunks());
        long made = parts.stream().filter(part -> tasks.contains(part.taskId())).count();
        require(made == planned.chunks(), planned.id() + " has " + made + " parts of " + planned.chunks());
        return track(planned.id(), pieces(planned.id()), Optional.empty(), planned.tags());
    }

    private List<PartInventory.Rendition> pieces(String id) {
        return parts.stream()
                .flatMap(part -> part.renditions().stream())
                .filter(rendition -> rendition.id().equals(id))
                .toList();
    }

    private static Track track(
            String id, List<PartInventory.Rendition> pieces, Optional<FrameRate> rate, TrackTags tags)
            throws MediaException {
        require(!pieces.isEmpty(), id + " has no parts");
        PartInventory.Rendition first = pieces.get(0);
        List<Track.Segment> segments = new ArrayList<>();
        long end = 0;
        for (PartInventory.Rendition piece : pieces) {
            require(piece.initObject().equals(first.initObject()), id + " has parts with different init segments");
            for (PartInventory.Segment segment : piece.segments()) {
                require(segment.time() == end, id + " has a gap or an overlap at " + end);
                end += segment.duration();
                segments.add(new Track.Segment(
                        segment.time(),
                        segment.duration(),
                        segment.samples(),
                        segment.object().size(),
                        Optional.ofNullable(segment.keyframe())));
            }
        }
        return new Track(id, first.init(), first.initObject().size(), rate, tags, segments);
    }

    private static List<Long> times(Track track) {
        return track.segments().stream().map(Track.Segment::time).toList();
    }

    private static void require(boolean condition, String otherwise) throws MediaException {
        if (!condition) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "The parts do not join: " + otherwise + ".");
        }
    }
}

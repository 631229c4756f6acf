package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reports what was understood of a source. Pure; for one source and one use. */
public final class ReportReader {

    /** What packets and containers tell besides. */
    public interface Facts {

        /** Whether a track has packets. */
        boolean hasPackets(int track);

        /** How much of a track is missing in gaps between its packets, microseconds; 0 if that is not known. */
        long missing(int track);

        /**
         * The length of a track that the container states, microseconds; empty if it states none.
         *
         * @param stream the track, as ffprobe describes it
         */
        OptionalLong statedLength(JsonNode stream);
    }

    private final ProbedTracks all;
    private final ProbedTracks known;
    private final Facts facts;
    private final List<SourceNote> notes = new ArrayList<>();

    /**
     * A reader of one source.
     *
     * @param all ffprobe's answer
     * @param known the same without tracks that have no sample, and with late sound described
     */
    public ReportReader(JsonNode all, JsonNode known, Facts facts) {
        this.all = new ProbedTracks(all);
        this.known = new ProbedTracks(known);
        this.facts = facts;
    }

    /**
     * The report.
     *
     * @param info what is taken of the source
     * @param sound whether the profile has sound
     */
    public SourceReport read(SourceInfo info, boolean sound) {
        notes.addAll(new TrackNotes(all, known, info, sound, facts::hasPackets).read());
        Optional<SourceReport.Video> video = info.video().map(this::video);
        OptionalLong start =
                info.video().map(track -> OptionalLong.of(track.span().start())).orElseGet(OptionalLong::empty);
        List<SourceReport.Sound> tracks = new ArrayList<>();
        info.audio().forEach(track -> tracks.add(sound(track, start)));
        List<SourceReport.Text> texts = new ArrayList<>();
        info.text().forEach(track -> texts.add(text(track)));
        return new SourceReport(known.container(), video, tracks, texts, false, notes);
    }

    private SourceReport.Video video(Video track) {
        JsonNode stream = known.require(track.stream());
        PictureNotes pictures = new PictureNotes(stream, track);
        notes.addAll(pictures.notes());
        notes.addAll(DurationNotes.of(track.stream(), facts.statedLength(stream), track.span()));
        return pictures.read();
    }

    private SourceReport.Sound sound(Audio track, OptionalLong start) {
        int index = track.source().stream();
        JsonNode stream = known.require(index);
        SoundNotes sound = new SoundNotes(stream, track, facts.missing(index), start);
        notes.addAll(sound.notes());
        notes.addAll(new TagNotes(stream, track.tags()).notes());
        notes.addAll(DurationNotes.of(index, facts.statedLength(stream), track.span()));
        return sound.read();
    }

    private SourceReport.Text text(Text track) {
        JsonNode stream = known.require(track.stream());
        notes.addAll(new TagNotes(stream, track.tags()).notes());
        return new SourceReport.Text(track.stream(), ProbedTracks.codec(stream), TagNotes.name(track.tags()));
    }
}

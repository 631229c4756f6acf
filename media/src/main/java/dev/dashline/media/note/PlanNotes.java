package dev.dashline.media.note;

import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.plan.TextTrackPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.tag.TrackTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a plan does about a source. Pure.
 *
 * @param info what is taken of the source
 * @param plan how it is encoded
 */
public record PlanNotes(SourceInfo info, MediaPlan plan) {

    /** The report on the source, with what the plan does. */
    public SourceReport report() {
        List<SourceNote> notes = new ArrayList<>();
        info.video().ifPresent(video -> addVideo(video, plan.requireVideo(), notes));
        addNames(notes);
        boolean captions = info.video().map(video -> video.extras().captions()).orElse(false);
        return info.report().completed(captions, notes);
    }

    private static void addVideo(Video video, VideoPlan planned, List<SourceNote> notes) {
        int track = video.stream();
        if (planned.heldFrames() > 0) {
            String time = Numbers.seconds(planned.grid().rate().microsOf(planned.heldFrames()));
            notes.add(SourceNote.of(
                    NoteKind.LAST_PICTURE_HELD,
                    track,
                    "The pictures end " + time + " before the sound: the last one is shown for as long."));
        }
        if (video.extras().settlingMicros() > 0) {
            notes.add(SourceNote.of(
                    NoteKind.INTRA_REFRESH,
                    track,
                    "Pictures are whole only " + Numbers.seconds(video.extras().settlingMicros())
                            + " after a keyframe: each chunk is read from that long before."));
        }
        if (video.extras().captions()) {
            notes.add(
                    planned.captions()
                            ? SourceNote.of(NoteKind.CAPTIONS_KEPT, track, "Captions stay in the pictures.")
                            : SourceNote.of(
                                    NoteKind.CAPTIONS_LEFT_OUT,
                                    track,
                                    "Captions are not in the pictures any more: this encoder does not take them."));
        }
        if (video.extras().captions() && !TextTrackPlan.mayHaveCaptions(video.codec())) {
            notes.add(SourceNote.of(
                    NoteKind.CAPTIONS_NOT_READ,
                    track,
                    "Captions become no track of text: they are not read from " + video.codec() + "."));
        }
    }

    /** Players choose by names, so that they have to differ. */
    private void addNames(List<SourceNote> notes) {
        Map<TrackTags, Set<Integer>> sound = new LinkedHashMap<>();
        for (AudioTrackPlan track : plan.audio()) {
            sound.computeIfAbsent(track.tags(), tags -> new TreeSet<>()).add(track.source().stream());
        }
        Map<TrackTags, Set<Integer>> text = new LinkedHashMap<>();
        for (TextTrackPlan track : plan.text()) {
            if (track.origin() instanceof TextTrackPlan.Embedded embedded) {
                text.computeIfAbsent(track.tags(), tags -> new TreeSet<>()).add(embedded.stream());
            }
        }
        sound.values().forEach(tracks -> addSame(tracks, notes));
        text.values().forEach(tracks -> addSame(tracks, notes));
    }

    private static void addSame(Set<Integer> tracks, List<SourceNote> notes) {
        if (tracks.size() > 1) {
            notes.add(SourceNote.of(
                    NoteKind.NAMES_MADE_DISTINCT,
                    "Tracks "
                            + String.join(
                                    ", ", tracks.stream().map(String::valueOf).toList())
                            + " have the same name: playlists tell them apart by a number."));
        }
    }
}

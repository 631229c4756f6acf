package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which tracks are left out that the profile does not leave out.
 *
 * @param all tracks of the source
 * @param known those that have samples, described as well as they can be
 * @param info what is taken of them
 * @param sound whether the profile has sound
 * @param heard whether a track has packets
 */
record TrackNotes(ProbedTracks all, ProbedTracks known, SourceInfo info, boolean sound, IntPredicate heard) {

    private static final int NAMED = 5;

    List<SourceNote> read() {
        List<SourceNote> notes = new ArrayList<>();
        Set<Integer> taken = taken();
        for (JsonNode track : all.all()) {
            if (!taken.contains(ProbedTracks.index(track))) {
                leftOut(track).ifPresent(notes::add);
            }
        }
        together("attachment", NoteKind.ATTACHMENTS_LEFT_OUT, "Attached files").ifPresent(notes::add);
        together("data", NoteKind.DATA_TRACKS_LEFT_OUT, "Tracks of data").ifPresent(notes::add);
        return notes;
    }

    private Set<Integer> taken() {
        Set<Integer> taken = new HashSet<>();
        info.video().ifPresent(video -> taken.add(video.stream()));
        info.audio().forEach(track -> taken.addAll(track.source().streams()));
        info.text().forEach(track -> taken.add(track.stream()));
        return taken;
    }

    private Optional<SourceNote> leftOut(JsonNode track) {
        return switch (ProbedTracks.kind(track)) {
            case "video" -> info.video().map(taken -> video(track, taken.stream()));
            case "audio" -> sound ? Optional.of(sound(track)) : Optional.empty();
            case "subtitle" ->
                Optional.of(note(
                        NoteKind.SUBTITLES_NOT_TEXT,
                        track,
                        "These subtitles (" + ProbedTracks.codec(track)
                                + ") are left out: they are pictures, or in a form that is not read."));
            default -> Optional.empty();
        };
    }

    private SourceNote video(JsonNode track, int taken) {
        JsonNode is = track.path("disposition");
        if (is.path("attached_pic").asInt() != 0 || is.path("timed_thumbnails").asInt() != 0) {
            return note(NoteKind.COVER_LEFT_OUT, track, "This picture of the file, such as a cover, is left out.");
        }
        String what = ProbedTracks.codec(track) + ", " + track.path("width").asInt() + "x"
                + track.path("height").asInt();
        return isKnown(track)
                ? note(
                        NoteKind.VIDEO_TRACK_LEFT_OUT,
                        track,
                        "This video track (" + what + ") is left out: track " + taken + " is the one to show.")
                : empty(track);
    }

    private SourceNote sound(JsonNode track) {
        int index = ProbedTracks.index(track);
        boolean silent = known.find(index)
                .map(described -> described.path("channels").asInt() == 0 && !heard.test(index))
                .orElse(true);
        return silent
                ? empty(track)
                : note(
                        NoteKind.SOUND_NOT_DECODABLE,
                        track,
                        "This track of sound (" + ProbedTracks.codec(track)
                                + ") is left out: FFmpeg cannot decode it, or it is encrypted.");
    }

    private boolean isKnown(JsonNode track) {
        return known.find(ProbedTracks.index(track)).isPresent();
    }

    private static SourceNote empty(JsonNode track) {
        return note(
                NoteKind.TRACK_WITHOUT_SAMPLES,
                track,
                "This track (" + ProbedTracks.codec(track) + ") is left out: it has no sample.");
    }

    /** There may be dozens, and nobody asks for one of them. */
    private Optional<SourceNote> together(String kind, NoteKind note, String what) {
        List<JsonNode> tracks = all.all().stream()
                .filter(track -> ProbedTracks.kind(track).equals(kind))
                .toList();
        String names = String.join(
                ", ",
                tracks.stream().map(ProbedTracks::codec).distinct().limit(NAMED).toList());
        return tracks.isEmpty()
                ? Optional.empty()
                : Optional.of(SourceNote.of(note, what + " are left out: " + tracks.size() + " (" + names + ")."));
    }

    private static SourceNote note(NoteKind kind, JsonNode track, String message) {
        return SourceNote.of(kind, ProbedTracks.index(track), message);
    }
}

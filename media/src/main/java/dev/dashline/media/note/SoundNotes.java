package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a track of sound is in the source, and in the output.
 *
 * @param stream the track, as ffprobe describes it
 * @param track the same, as it was understood
 * @param missing how much of it is missing in gaps, microseconds
 * @param start when the first picture is shown, microseconds; empty without video
 */
record SoundNotes(JsonNode stream, Audio track, long missing, OptionalLong start) {

    /** Microseconds: less is told by nobody's ears, and common. */
    private static final long MUCH = 1_000_000;

    SourceReport.Sound read() {
        return new SourceReport.Sound(
                track.source().streams(),
                ProbedTracks.codec(stream),
                stream.path("sample_rate").asInt(),
                stream.path("channels").asInt(),
                stream.path("channel_layout").asText(),
                track.source().mix(),
                TagNotes.name(track.tags()),
                track.span().length() / 1_000);
    }

    List<SourceNote> notes() {
        List<SourceNote> notes = new ArrayList<>();
        track.source()
                .right()
                .ifPresent(right -> add(
                        NoteKind.MONO_TRACKS_JOINED,
                        "Tracks " + track.source().stream() + " and " + right
                                + ", of one channel each, become left and right of one.",
                        notes));
        if (track.source().mix().isPresent()) {
            String message = "FFmpeg knows no loudspeakers for "
                    + stream.path("channels").asInt()
                    + " channels (" + stream.path("channel_layout").asText("unknown") + "): they are mixed to "
                    + track.channels() + ".";
            add(NoteKind.SOUND_MIXED, message, notes);
        }
        if (missing > 0) {
            String message = "Of this sound, " + Numbers.seconds(missing) + " are missing in gaps: silence is there.";
            add(NoteKind.SOUND_HAS_GAPS, message, notes);
        }
        start.ifPresent(picture -> addTimes(picture, notes));
        return notes;
    }

    private void addTimes(long picture, List<SourceNote> notes) {
        long late = track.span().start() - picture;
        if (track.span().end() <= picture) {
            add(
                    NoteKind.SOUND_BEFORE_PICTURES,
                    "This sound has ended before the first picture: it is left out.",
                    notes);
        } else if (late < -MUCH) {
            String message = "Of this sound, " + Numbers.seconds(-late) + " before the first picture are left out.";
            add(NoteKind.SOUND_BEFORE_PICTURES, message, notes);
        } else if (late > MUCH) {
            String message =
                    "This sound begins " + Numbers.seconds(late) + " after the first picture: silence is before.";
            add(NoteKind.SOUND_STARTS_LATE, message, notes);
        }
    }

    private void add(NoteKind kind, String message, List<SourceNote> notes) {
        notes.add(SourceNote.of(kind, track.source().stream(), message));
    }
}

package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.tag.TrackRole;
import dev.dashline.media.tag.TrackTags;
import java.util.ArrayList;
import java.util.List;

/**
 * What a track is called in the source, and in the output.
 *
 * @param stream the track, as ffprobe describes it
 * @param tags the same, as they were understood
 */
record TagNotes(JsonNode stream, TrackTags tags) {

    List<SourceNote> notes() {
        List<SourceNote> notes = new ArrayList<>();
        String title = stream.path("tags").path("title").asText().strip();
        if (tags.label().isPresent() && !tags.label().get().equals(title)) {
            add(NoteKind.TITLE_CHANGED, "Its title is too long, or has characters that no manifest can hold.", notes);
        }
        String language = stream.path("tags").path("language").asText();
        if (tags.language().isEmpty() && !language.isEmpty() && !language.equalsIgnoreCase("und")) {
            add(NoteKind.LANGUAGE_UNKNOWN, "Its language, " + printable(language) + ", is none that is known.", notes);
        }
        return notes;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private void add(NoteKind kind, String message, List<SourceNote> notes) {
        notes.add(SourceNote.of(kind, ProbedTracks.index(stream), message));
    }

    static SourceReport.Name name(TrackTags tags) {
        return new SourceReport.Name(
                tags.language(),
                tags.label(),
                tags.roles().stream().sorted().map(TrackRole::name).toList());
    }
}

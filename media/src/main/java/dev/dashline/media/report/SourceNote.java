package dev.dashline.media.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Something of a source that is left out, changed or assumed.
 *
 * @param track index of the track in the source; empty if it is about the whole
 * @param message one sentence; longer ones are cut
 */
public record SourceNote(NoteKind kind, OptionalInt track, String message) {

    private static final int LONGEST_MESSAGE = 240;

    public SourceNote {
        if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            message = message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE - 1)) + '…';
        }
    }

    /** About a track. */
    public static SourceNote of(NoteKind kind, int track, String message) {
        return new SourceNote(kind, OptionalInt.of(track), message);
    }

    /** About the whole source. */
    public static SourceNote of(NoteKind kind, String message) {
        return new SourceNote(kind, OptionalInt.empty(), message);
    }

    /**
     * The first ones, each once; and a last one that says how many are missing, if any are.
     *
     * @param most how many are listed at most, that one included
     */
    public static List<SourceNote> bounded(List<SourceNote> notes, int most) {
        List<SourceNote> distinct = notes.stream().distinct().toList();
        if (distinct.size() <= most) {
            return distinct;
        }
        List<SourceNote> listed = new ArrayList<>(distinct.subList(0, most - 1));
        listed.add(of(NoteKind.MORE_NOTES, distinct.size() - listed.size() + " more notes are not listed."));
        return List.copyOf(listed);
    }
}

package dev.dashline.media.note;

import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import java.util.List;
import java.util.OptionalLong;

/** Whether a container states another length of a track than its packets have. */
final class DurationNotes {

    private static final long MUCH = 1_000_000;

    private DurationNotes() {}

    /**
     * What is to be said of a track.
     *
     * @param stated the length that is stated, microseconds; empty if none is
     */
    static List<SourceNote> of(int track, OptionalLong stated, Span span) {
        // In fragments, FFmpeg takes the end for the length.
        boolean other = stated.isPresent()
                && Math.abs(stated.getAsLong() - span.length()) > MUCH
                && Math.abs(stated.getAsLong() - span.end()) > MUCH;
        return other
                ? List.of(SourceNote.of(
                        NoteKind.DURATION_NOT_AS_STATED,
                        track,
                        "The container states " + Numbers.seconds(stated.getAsLong()) + " for this track, which lasts "
                                + Numbers.seconds(span.length()) + "."))
                : List.of();
    }
}

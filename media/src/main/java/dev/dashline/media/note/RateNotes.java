package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.RateOrigin;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport.Rate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why the frame rate is what it is.
 *
 * @param stream the video track, as ffprobe describes it
 * @param video the same, as it was understood
 */
record RateNotes(JsonNode stream, Video video) {

    /** The difference between 24 and 23.976. */
    private static final double CLOSE = 0.000_5;
    /** FFmpeg states the clock of a container where it does not know a rate. */
    private static final double HIGHEST = 300;

    Rate rate() {
        return new Rate(video.rate().toString(), video.rateOrigin(), stated().map(FrameRate::toString));
    }

    /** Of the rates that are stated, the one that is nearest to what was found. */
    private Optional<FrameRate> stated() {
        return Stream.of("r_frame_rate", "avg_frame_rate")
                .flatMap(key -> FrameRate.parse(stream.path(key).asText()).stream())
                .filter(rate -> rate.perSecond() <= HIGHEST)
                .min(Comparator.comparingDouble(this::difference));
    }

    private double difference(FrameRate stated) {
        return Math.abs(stated.perSecond() / video.rate().perSecond() - 1);
    }

    List<SourceNote> notes() {
        String rate = Numbers.of(video.rate());
        return switch (video.rateOrigin()) {
            case PICTURES ->
                stated()
                        .filter(stated -> difference(stated) > CLOSE)
                        .map(stated -> note(
                                NoteKind.RATE_NOT_AS_STATED,
                                "The source states " + Numbers.of(stated) + " pictures a second, but they come at "
                                        + rate + "."))
                        .stream()
                        .toList();
            case HALVED ->
                List.of(note(
                        NoteKind.RATE_HALVED,
                        "The pictures come at a multiple of " + rate + " a second: no more are shown."));
            case RAISED ->
                List.of(note(
                        NoteKind.RATE_RAISED,
                        "The pictures come at a part of " + rate + " a second: each is shown several times."));
            case TELECINE ->
                List.of(note(
                        NoteKind.TELECINE_UNDONE,
                        "The pictures are a film's for television (2:3): they are shown at " + rate + " a second."));
            case VARIES ->
                List.of(note(
                        NoteKind.RATE_VARIES,
                        "The pictures come at no rate: " + rate
                                + " a second is the lowest standard rate that has a frame for each."));
            case STATED, ASSUMED ->
                List.of(note(
                        NoteKind.RATE_ASSUMED,
                        "The times of the pictures tell no rate: "
                                + (video.rateOrigin() == RateOrigin.STATED ? "the stated " : "") + rate
                                + " a second is assumed."));
        };
    }

    private SourceNote note(NoteKind kind, String message) {
        return SourceNote.of(kind, video.stream(), message);
    }
}

package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.colour.ColourNames;
import dev.dashline.media.colour.Colours;
import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.colour.SourceColours.Pixels;
import dev.dashline.media.plan.SourceInfo.Video;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.report.SourceReport;
import dev.dashline.media.report.SourceReport.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What pictures are in the source, and in the output.
 *
 * @param stream the video track, as ffprobe describes it
 * @param video the same, as it was understood
 */
record PictureNotes(JsonNode stream, Video video) {

    SourceReport.Video read() {
        return new SourceReport.Video(
                video.stream(),
                ProbedTracks.codec(stream),
                coded(),
                new Size(video.shape().width(), video.shape().height()),
                pixels(),
                sideData("rotation"),
                video.interlaced(),
                new RateNotes(stream, video).rate(),
                colours(),
                video.span().length() / 1_000);
    }

    List<SourceNote> notes() {
        List<SourceNote> notes = new ArrayList<>(new RateNotes(stream, video).notes());
        if (sideData("crop_left") + sideData("crop_right") + sideData("crop_top") + sideData("crop_bottom") > 0) {
            add(NoteKind.PICTURE_CROPPED, "The container shows only a part of each picture: the rest is cut.", notes);
        }
        if (!pixels().equals("1:1")) {
            String message = "Pixels of " + pixels() + " become squares: " + coded() + " becomes "
                    + video.shape().width() + "x" + video.shape().height() + ".";
            add(NoteKind.PIXELS_SQUARED, message, notes);
        }
        if (video.interlaced()) {
            add(NoteKind.DEINTERLACED, "Its fields, taken one after the other, are made into whole frames.", notes);
        }
        addColours(notes);
        return notes;
    }

    private void addColours(List<SourceNote> notes) {
        SourceColours source = video.colours();
        if (!source.untold().isEmpty()) {
            Colours likely = source.likely();
            String message = "The source does not tell its " + String.join(", ", source.untold())
                    + ": they are taken for those of " + ColourNames.PRIMARIES.name(likely.primaries()) + ".";
            add(NoteKind.COLOURS_ASSUMED, message, notes);
        }
        Colours output = source.output();
        if (source.isHighDynamicRange()) {
            String message = "High dynamic range (" + ColourNames.TRANSFER.name(source.transfer())
                    + ") is mapped to what any screen shows.";
            add(NoteKind.HDR_MAPPED, message, notes);
        } else if (source.pixels() == Pixels.RGB
                || source.fullRange()
                || (source.pixels() == Pixels.YUV && source.likely().matrix() != output.matrix())) {
            String message = colours().pixels().toUpperCase(Locale.ROOT) + " of "
                    + colours().matrix() + " (" + colours().range() + ") is coded as "
                    + ColourNames.MATRIX.name(output.matrix()) + " (tv).";
            add(NoteKind.COLOURS_CONVERTED, message, notes);
        }
        int dolby = sideData("dv_profile");
        if (dolby > 0) {
            String message = "Of Dolby Vision (profile " + dolby + "), the layer below is shown without its metadata.";
            add(NoteKind.DOLBY_VISION_LEFT_OUT, message, notes);
        }
    }

    private SourceReport.Colours colours() {
        SourceColours source = video.colours();
        Colours likely = source.likely();
        List<String> assumed = new ArrayList<>(source.untold());
        if (stream.path("color_range").asText("unknown").equals("unknown") && source.pixels() != Pixels.RGB) {
            assumed.add("range");
        }
        return new SourceReport.Colours(
                source.pixels().name().toLowerCase(Locale.ROOT),
                ColourNames.PRIMARIES.name(likely.primaries()),
                ColourNames.TRANSFER.name(likely.transfer()),
                source.pixels() == Pixels.RGB ? ColourNames.MATRIX.name(0) : ColourNames.MATRIX.name(likely.matrix()),
                source.fullRange() ? "pc" : "tv",
                assumed);
    }

    private Size coded() {
        return new Size(stream.path("width").asInt(), stream.path("height").asInt());
    }

    /** Where none is told, pixels are squares; so they are where FFmpeg says 0:1. */
    private String pixels() {
        String shape = stream.path("sample_aspect_ratio").asText();
        return shape.matches("[1-9]\\d*:[1-9]\\d*") ? shape : "1:1";
    }

    private int sideData(String key) {
        for (JsonNode data : stream.path("side_data_list")) {
            if (data.has(key)) {
                return data.path(key).asInt();
            }
        }
        return 0;
    }

    private void add(NoteKind kind, String message, List<SourceNote> notes) {
        notes.add(SourceNote.of(kind, video.stream(), message));
    }
}

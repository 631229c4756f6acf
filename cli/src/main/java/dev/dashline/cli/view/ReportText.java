package dev.dashline.cli.view;

import dev.dashline.events.ReportedColours;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.SourceSound;
import dev.dashline.events.SourceText;
import dev.dashline.events.SourceVideo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A report on a source, for a person. Pure. */
final class ReportText {

    private ReportText() {}

    /** Lines to print below what came of the video. */
    static List<String> lines(SourceReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("  source  " + report.getContainer());
        report.getVideo().ifPresent(video -> addVideo(video, lines));
        report.getSound().forEach(sound -> lines.add(track(sound)));
        report.getText().forEach(text -> lines.add(track(text)));
        report.getNotes().forEach(note -> lines.add(note(note)));
        return lines;
    }

    private static void addVideo(SourceVideo video, List<String> lines) {
        String coded = video.getCodedWidth() + "x" + video.getCodedHeight();
        String shown = video.getWidth() + "x" + video.getHeight();
        lines.add("  track " + video.getTrack() + ": "
                + parts(
                        video.getCodec() + " " + coded + (coded.equals(shown) ? "" : ", shown as " + shown),
                        video.getRotation() == 0 ? "" : "turned by " + video.getRotation() + "°",
                        video.getInterlaced() ? "interlaced" : "",
                        seconds(video.getDurationMillis())));
        lines.add("    " + rate(video.getFrameRate()) + " frames a second, " + why(video)
                + video.getStatedFrameRate()
                        .map(stated -> " (stated: " + rate(stated) + ")")
                        .orElse(""));
        ReportedColours colours = video.getColours();
        lines.add("    "
                + parts(
                        colours.getPixels() + " of " + colours.getMatrix() + " (" + colours.getRange() + ")",
                        "primaries " + colours.getPrimaries(),
                        "transfer " + colours.getTransfer(),
                        colours.getAssumed().isEmpty() ? "" : "assumed: " + String.join(", ", colours.getAssumed())));
    }

    /** The words for an origin of a newer version are its name. */
    private static String why(SourceVideo video) {
        return switch (video.getFrameRateOrigin()) {
            case "PICTURES" -> "as the pictures come";
            case "HALVED" -> "as the pictures come at a multiple of that";
            case "RAISED" -> "as the pictures come at a part of that";
            case "TELECINE" -> "as a film for television has";
            case "VARIES" -> "enough for pictures that come at no rate";
            case "STATED" -> "as stated";
            case "ASSUMED" -> "as nothing tells it";
            default -> video.getFrameRateOrigin().toLowerCase(Locale.ROOT);
        };
    }

    private static String track(SourceSound sound) {
        String tracks = String.join(
                " and ", sound.getTracks().stream().map(String::valueOf).toList());
        String layout = sound.getLayout().isEmpty() ? "" : " (" + sound.getLayout() + ")";
        return "  track " + tracks + ": "
                + parts(
                        sound.getCodec(),
                        sound.getChannels() + (sound.getChannels() == 1 ? " channel" : " channels") + layout,
                        sound.getSampleRate() + " Hz",
                        name(sound.getLanguage(), sound.getLabel(), sound.getRoles()),
                        seconds(sound.getDurationMillis()));
    }

    private static String track(SourceText text) {
        return "  track " + text.getTrack() + ": "
                + parts(text.getCodec(), name(text.getLanguage(), text.getLabel(), text.getRoles()));
    }

    private static String note(SourceNote note) {
        String track = note.getTrack().map(index -> ", track " + index).orElse("");
        return "  note    " + note.getCode() + track + ": " + note.getMessage();
    }

    private static String name(Optional<String> language, Optional<String> label, List<String> roles) {
        List<String> all = new ArrayList<>();
        language.ifPresent(all::add);
        label.ifPresent(title -> all.add("\"" + title + "\""));
        roles.forEach(role -> all.add(role.toLowerCase(Locale.ROOT).replace('_', ' ')));
        return String.join(" ", all);
    }

    private static String parts(String... parts) {
        return String.join(
                ", ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** {@code 24000/1001} as {@code 23.976}. */
    private static String rate(String ratio) {
        String[] parts = ratio.split("/", -1);
        if (parts.length != 2 || !ratio.matches("\\d{1,9}/[1-9]\\d{0,8}")) {
            return ratio;
        }
        double rate = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        return String.format(Locale.ROOT, "%.3f", rate).replaceFirst("\\.?0+$", "");
    }
}

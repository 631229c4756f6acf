package dev.dashline.media.text;

import dev.dashline.media.MalformedFileException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * A text track.
 *
 * @param styles WebVTT's STYLE and REGION blocks, which go before the cues
 * @param cues in order of their start
 */
public record TextCues(List<String> styles, List<Cue> cues) {

    public TextCues {
        styles = List.copyOf(styles);
        cues = cues.stream().sorted(Comparator.comparingLong(Cue::startMillis)).toList();
    }

    /**
     * Reads a WebVTT or SubRip file.
     *
     * @throws MalformedFileException if the file has a mistake, with its line
     */
    public static TextCues parse(byte[] file) throws MalformedFileException {
        return new SubtitleReader(file, false).read();
    }

    /**
     * Reads a WebVTT file that FFmpeg made of a text track: it copies texts without escaping them.
     *
     * @throws MalformedFileException if the track is not in UTF-8, or too large
     */
    public static TextCues parseFfmpegs(byte[] file) throws MalformedFileException {
        return new SubtitleReader(file, true).read();
    }

    /** The cues from a time on, which becomes time 0. */
    public TextCues from(long millis) {
        return new TextCues(
                styles,
                cues.stream()
                        .filter(cue -> cue.endMillis() > millis)
                        .map(cue -> new Cue(
                                Math.max(0, cue.startMillis() - millis),
                                cue.endMillis() - millis,
                                cue.settings(),
                                cue.text()))
                        .toList());
    }

    /** The cues that are shown within a span of time, at the same times. */
    TextCues between(long startMillis, long endMillis) {
        return new TextCues(
                styles,
                cues.stream()
                        .filter(cue -> cue.endMillis() > startMillis && cue.startMillis() < endMillis)
                        .toList());
    }

    /** A WebVTT file (W3C), UTF-8. */
    public byte[] toWebVtt() {
        StringBuilder file = new StringBuilder("WEBVTT\n");
        for (String style : styles) {
            file.append('\n').append(style).append('\n');
        }
        for (Cue cue : cues) {
            file.append('\n').append(Cue.timestamp(cue.startMillis()));
            file.append(" --> ").append(Cue.timestamp(cue.endMillis()));
            file.append(cue.settings().isEmpty() ? "" : " " + cue.settings());
            file.append('\n').append(cue.text()).append('\n');
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package dev.dashline.encoder.media;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads WebVTT (W3C) and SubRip, which has no standard. What every player would understand alike is taken; what some would drop is an
 * error with the number of its line, for nobody would notice a text that is missing. Use once.
 */
final class SubtitleReader {

    private static final String HEADER = "WEBVTT";
    private static final String ARROW = "-->";
    private static final Pattern STARTS_LIKE_TIMES = Pattern.compile("\\s*\\d+:\\d+:\\d+[.,].*");
    private static final Pattern STYLE_TAGS = Pattern.compile("\\{\\\\[^}]*}|</?(?i:font)[^>]*>");
    private static final Pattern LONE_AMPERSAND = Pattern.compile("&(?!#?\\w+;)");
    /** What starts neither one of WebVTT's tags nor one of its times. */
    private static final Pattern LONE_LESS_THAN = Pattern.compile("<(?!/?(?:[bciuv]|lang|rt|ruby)[\\s.>]|\\d+:\\d)");

    private final List<String> lines;
    private final boolean webVtt;
    private final List<String> styles = new ArrayList<>();
    private final List<Cue> cues = new ArrayList<>();

    SubtitleReader(byte[] file) throws MalformedFileException {
        String text = text(file);
        this.lines = text.lines().toList();
        this.webVtt = text.startsWith(HEADER);
    }

    private static String text(byte[] file) throws MalformedFileException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedFileException("is not in UTF-8");
        }
    }

    TextCues read() throws MalformedFileException {
        boolean header = webVtt;
        int line = 0;
        while (line < lines.size()) {
            int end = line;
            while (end < lines.size() && !lines.get(end).isBlank()) {
                end++;
            }
            if (end > line && !header) {
                block(line, end);
            }
            header = false;
            line = end + 1;
        }
        return new TextCues(styles, cues);
    }

    /** Lines that no empty line is among. */
    private void block(int from, int to) throws MalformedFileException {
        for (int line = from; line < Math.min(to, from + 2); line++) {
            Optional<CueTimes> times = CueTimes.parse(lines.get(line));
            if (times.isPresent()) {
                cue(times.get(), line, to);
                return;
            }
            boolean meantAsTimes = lines.get(line).contains(ARROW)
                    || STARTS_LIKE_TIMES.matcher(lines.get(line)).matches();
            if (meantAsTimes) {
                throw wrong(line, "has times that cannot be read");
            }
        }
        other(from, to);
    }

    private void cue(CueTimes times, int line, int to) throws MalformedFileException {
        if (times.endMillis() < times.startMillis()) {
            throw wrong(line, "has a text that ends before it starts");
        }
        for (int each = line + 1; each < to; each++) {
            if (lines.get(each).contains(ARROW)) {
                throw wrong(each, "has times in the midst of a text: an empty line is missing before");
            }
        }
        String text = join(line + 1, to);
        if (!text.isBlank() && times.endMillis() > times.startMillis()) {
            cues.add(new Cue(times.startMillis(), times.endMillis(), webVtt ? times.settings() : "", text));
        }
    }

    private void other(int from, int to) throws MalformedFileException {
        String first = lines.get(from);
        if (!webVtt) {
            continueLast(from, to);
        } else if (first.startsWith("STYLE") || first.startsWith("REGION")) {
            styles.add(String.join("\n", lines.subList(from, to)));
        } else if (!first.startsWith("NOTE")) {
            throw wrong(from, "starts neither a text with its times nor a note");
        }
    }

    /** Many SubRip files have empty lines within a text. */
    private void continueLast(int from, int to) throws MalformedFileException {
        if (cues.isEmpty()) {
            throw from == 0
                    ? new MalformedFileException("is neither WebVTT nor SubRip")
                    : wrong(from, "has a text without times");
        }
        Cue last = cues.remove(cues.size() - 1);
        cues.add(new Cue(last.startMillis(), last.endMillis(), "", last.text() + "\n" + join(from, to)));
    }

    private String join(int from, int to) {
        String text = String.join("\n", lines.subList(from, to));
        if (!webVtt) {
            text = STYLE_TAGS.matcher(text).replaceAll("");
            text = text.replaceAll("<(/?)I>", "<$1i>")
                    .replaceAll("<(/?)B>", "<$1b>")
                    .replaceAll("<(/?)U>", "<$1u>");
        }
        // FFmpeg leaves these as they are, too.
        text = LONE_AMPERSAND.matcher(text).replaceAll("&amp;");
        return LONE_LESS_THAN.matcher(text).replaceAll("&lt;");
    }

    private static MalformedFileException wrong(int line, String what) {
        return new MalformedFileException(what + " (line " + (line + 1) + ")");
    }
}

package dev.dashline.media.text;

import dev.dashline.media.MalformedFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads WebVTT (W3C) and SubRip, which has no standard. Accepts what all players understand alike. What some would drop
 * is an error with its line number, because nobody would notice a missing text. Takes time and memory in proportion to
 * the file, for any file. Use once.
 */
final class SubtitleReader {

    /** About fifty times as many as in a film. */
    static final int MOST_TEXTS = 100_000;
    /** Characters of one text, and of any block of lines. */
    static final int LONGEST_TEXT = 100_000;

    private static final String HEADER = "WEBVTT";
    private static final String ARROW = "-->";
    private static final Pattern STARTS_LIKE_TIMES = Pattern.compile("\\s*\\d+:\\d+:\\d+[.,].*");

    private final Iterator<String> lines;
    private final boolean webVtt;
    private final boolean byFfmpeg;
    private final List<String> styles = new ArrayList<>();
    private final List<Cue> cues = new ArrayList<>();

    /** Number of lines read so far. */
    private int read;
    /** The current block: lines without an empty line among them; {@code from} is the index of the first. */
    private final List<String> block = new ArrayList<>();

    private int from;

    /** Times of the current cue: more lines may follow. */
    private @Nullable CueTimes times;

    private final StringBuilder text = new StringBuilder();

    /**
     * A reader of one file.
     *
     * @param byFfmpeg whether FFmpeg wrote the file: then a text may have empty lines and arrows in it, which it copies
     *     from ASS
     */
    SubtitleReader(byte[] file, boolean byFfmpeg) throws MalformedFileException {
        String content = content(file);
        this.byFfmpeg = byFfmpeg;
        this.lines = content.lines().iterator();
        this.webVtt = content.startsWith(HEADER);
    }

    private static String content(byte[] file) throws MalformedFileException {
        try {
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return content.startsWith("\ufeff") ? content.substring(1) : content;
        } catch (CharacterCodingException e) {
            throw new MalformedFileException("is not in UTF-8");
        }
    }

    TextCues read() throws MalformedFileException {
        boolean header = webVtt;
        while (nextBlock()) {
            if (!header) {
                takeBlock();
            }
            header = false;
        }
        finishCue();
        return new TextCues(styles, cues);
    }

    private boolean nextBlock() throws MalformedFileException {
        block.clear();
        int length = 0;
        while (lines.hasNext()) {
            String line = lines.next();
            read++;
            if (!line.isBlank()) {
                from = block.isEmpty() ? read - 1 : from;
                block.add(line);
                length += line.length() + 1;
                requireNotTooLong(length);
            } else if (!block.isEmpty()) {
                return true;
            }
        }
        return !block.isEmpty();
    }

    private void takeBlock() throws MalformedFileException {
        for (int line = 0; line < Math.min(block.size(), 2); line++) {
            Optional<CueTimes> found = CueTimes.parse(block.get(line));
            if (found.isPresent()) {
                beginCue(found.get(), line);
                return;
            }
            boolean meantAsTimes = block.get(line).contains(ARROW)
                    || STARTS_LIKE_TIMES.matcher(block.get(line)).matches();
            if (meantAsTimes && !byFfmpeg) {
                throw wrong(from + line, "has times that cannot be read");
            }
        }
        takeOther();
    }

    private void beginCue(CueTimes found, int line) throws MalformedFileException {
        if (found.endMillis() < found.startMillis() && !byFfmpeg) {
            throw wrong(from + line, "has a text that ends before it starts");
        }
        finishCue();
        times = found;
        append(line + 1);
    }

    private void takeOther() throws MalformedFileException {
        String first = block.get(0);
        if (!webVtt || byFfmpeg) {
            continueCue();
        } else if (first.startsWith("STYLE") || first.startsWith("REGION")) {
            requireNotTooMany();
            styles.add(String.join("\n", block));
        } else if (!first.startsWith("NOTE")) {
            throw wrong(from, "starts neither a text with its times nor a note");
        }
    }

    /** Many SubRip files, and FFmpeg's files, have empty lines within a text. */
    private void continueCue() throws MalformedFileException {
        if (times == null) {
            throw from == 0
                    ? new MalformedFileException("is neither WebVTT nor SubRip")
                    : wrong(from, "has a text without times");
        }
        append(0);
    }

    private void append(int first) throws MalformedFileException {
        for (int line = first; line < block.size(); line++) {
            String part = block.get(line);
            if (part.contains(ARROW) && !byFfmpeg) {
                throw wrong(from + line, "has times in the midst of a text: an empty line is missing before");
            }
            text.append(text.isEmpty() ? "" : "\n").append(part.replace(ARROW, "--&gt;"));
        }
        requireNotTooLong(text.length());
    }

    /** Called when the next cue, or the end of the file, shows that the current cue has no more lines. */
    private void finishCue() throws MalformedFileException {
        if (times != null && times.endMillis() > times.startMillis()) {
            String shown = webVtt ? CueText.ofWebVtt(text.toString()) : CueText.ofSubRip(text.toString());
            if (!shown.isEmpty()) {
                requireNotTooMany();
                cues.add(new Cue(times.startMillis(), times.endMillis(), webVtt ? times.settings() : "", shown));
            }
        }
        times = null;
        text.setLength(0);
    }

    private void requireNotTooMany() throws MalformedFileException {
        if (cues.size() + styles.size() == MOST_TEXTS) {
            throw wrong(from, "has more than " + MOST_TEXTS + " texts");
        }
    }

    private void requireNotTooLong(int length) throws MalformedFileException {
        if (length > LONGEST_TEXT) {
            throw wrong(read - 1, "has more than " + LONGEST_TEXT + " characters without a time between them");
        }
    }

    private static MalformedFileException wrong(int line, String what) {
        return new MalformedFileException(what + " (line " + (line + 1) + ")");
    }
}

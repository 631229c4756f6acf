package dev.dashline.media.ffmpeg;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in what FFmpeg wrote to standard error where it went on in spite of damage. Pure. */
public final class DamageNotes {

    private static final int MOST = 10;

    /** A part of FFmpeg, its address, and what it says; of warnings, only those of damage. */
    private static final Pattern NOTE =
            Pattern.compile("(?m)^\\[([^\\s@\\]]+) @ 0x[0-9a-f]+\\] (?:\\[[^\\]]* @ 0x[0-9a-f]+\\] )*"
                    + "(?:\\[(?:error|fatal)\\] (.+)|\\[warning\\] (.*corrupt.*))$");

    /**
     * What FFmpeg's parser of Opus says of sound with more channels than it knows, such as ambisonic sound. Of packets
     * that are damaged, the decoder says so in other words.
     */
    private static final String NO_DAMAGE = "opus: Error parsing Opus packet header.";

    private static final Pattern STREAM = Pattern.compile("\\(stream = (\\d{1,9}),");

    private DamageNotes() {}

    /**
     * Each once, the first ones.
     *
     * @param streams of the source that are read: a demuxer complains of the others, too
     */
    public static List<String> of(String stdErr, List<Integer> streams) {
        return NOTE.matcher(stdErr)
                .results()
                .map(DamageNotes::note)
                .filter(note -> isAbout(streams, note) && !note.equals(NO_DAMAGE))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static boolean isAbout(List<Integer> streams, String note) {
        Matcher stream = STREAM.matcher(note);
        return !stream.find() || streams.contains(Integer.parseInt(stream.group(1)));
    }

    private static String note(MatchResult found) {
        return found.group(1) + ": " + (found.group(2) == null ? found.group(3) : found.group(2));
    }
}

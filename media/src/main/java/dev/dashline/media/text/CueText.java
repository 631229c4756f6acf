package dev.dashline.media.text;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a cue into valid WebVTT. Takes time in proportion to the text, for any text. Pure. */
final class CueText {

    private static final Pattern LONE_AMPERSAND = Pattern.compile("&(?!#?\\w+;)");
    /** Starts neither a tag of WebVTT nor a timestamp. */
    private static final Pattern LONE_LESS_THAN = Pattern.compile("<(?!/?(?:[bciuv]|lang|rt|ruby)[\\s.>]|\\d+:\\d)");

    private CueText() {}

    /** Escapes stray ampersands and angle brackets, also for text from FFmpeg: it does not escape them. */
    static String ofWebVtt(String text) {
        String escaped = LONE_AMPERSAND.matcher(text).replaceAll("&amp;");
        escaped = LONE_LESS_THAN.matcher(escaped).replaceAll("&lt;");
        // An empty line would be the end of the cue.
        return escaped.lines().filter(Predicate.not(String::isBlank)).collect(Collectors.joining("\n"));
    }

    /** Keeps the tags for italics, bold and underline, and drops the other tags that are common in SubRip files. */
    static String ofSubRip(String text) {
        return ofWebVtt(withoutStyles(text)
                .replaceAll("<(/?)I>", "<$1i>")
                .replaceAll("<(/?)B>", "<$1b>")
                .replaceAll("<(/?)U>", "<$1u>"));
    }

    /**
     * A tag without an end is text. Looks for an end only if there is one: otherwise many open tags would take
     * quadratic time.
     */
    private static String withoutStyles(String text) {
        int lastBrace = text.lastIndexOf('}');
        int lastBracket = text.lastIndexOf('>');
        StringBuilder kept = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            if (at < lastBrace && text.startsWith("{\\", at)) {
                at = text.indexOf('}', at);
            } else if (at < lastBracket && isFont(text, at)) {
                at = text.indexOf('>', at);
            } else {
                kept.append(text.charAt(at));
            }
        }
        return kept.toString();
    }

    private static boolean isFont(String text, int at) {
        return text.regionMatches(true, at, "<font", 0, 5) || text.regionMatches(true, at, "</font", 0, 6);
    }
}

package dev.dashline.media.text;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes text within a cue what WebVTT allows there. In time that is in proportion to the text, whatever it is. */
final class CueText {

    private static final Pattern LONE_AMPERSAND = Pattern.compile("&(?!#?\\w+;)");
    /** What starts neither one of WebVTT's tags nor one of its times. */
    private static final Pattern LONE_LESS_THAN = Pattern.compile("<(?!/?(?:[bciuv]|lang|rt|ruby)[\\s.>]|\\d+:\\d)");

    private CueText() {}

    /** Escapes what has to be; FFmpeg leaves it as it is, too. */
    static String ofWebVtt(String text) {
        String escaped = LONE_AMPERSAND.matcher(text).replaceAll("&amp;");
        escaped = LONE_LESS_THAN.matcher(escaped).replaceAll("&lt;");
        // An empty line would be the end of the cue.
        return escaped.lines().filter(Predicate.not(String::isBlank)).collect(Collectors.joining("\n"));
    }

    /** Keeps italics, bold and underline of what SubRip files have in common, and no other tags. */
    static String ofSubRip(String text) {
        return ofWebVtt(withoutStyles(text)
                .replaceAll("<(/?)I>", "<$1i>")
                .replaceAll("<(/?)B>", "<$1b>")
                .replaceAll("<(/?)U>", "<$1u>"));
    }

    /** A tag without an end is text. Nothing is searched for that is not there, as this would be done again for every such tag. */
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

package dev.dashline.media.tag;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Turns a container's three-letter language code into the tag that manifests use. */
final class LanguageTags {

    /** For these languages, ISO 639-2 has a second code, made from the English name. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"));

    private LanguageTags() {}

    /** The BCP 47 tag, with the two-letter code if the language has one. */
    static String shortest(Locale locale) {
        String three = locale.getLanguage();
        String two = BIBLIOGRAPHIC.getOrDefault(three, twoLetters(three));
        return new Locale.Builder().setLocale(locale).setLanguage(two).build().toLanguageTag();
    }

    private static String twoLetters(String three) {
        return Arrays.stream(Locale.getISOLanguages())
                .filter(two -> three.equals(threeLetters(two)))
                .findFirst()
                .orElse(three);
    }

    private static String threeLetters(String two) {
        try {
            return Locale.forLanguageTag(two).getISO3Language();
        } catch (MissingResourceException e) {
            return "";
        }
    }
}

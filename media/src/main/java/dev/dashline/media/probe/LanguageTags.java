package dev.dashline.media.probe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** From the three letters that containers have for a language to the tag that manifests have. */
final class LanguageTags {

    /** ISO 639-2 has second codes for these, made from their English names. */
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

    /** The BCP 47 tag, with two letters for the language if it has such. */
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

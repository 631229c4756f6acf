package dev.dashline.media.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Captions in pictures that a viewer can choose: a channel of CEA-608, or a service of CEA-708.
 *
 * @param standard what they are coded by
 * @param number 1 to 4 of CEA-608, 1 to 63 of CEA-708
 */
public record CaptionChannel(Standard standard, int number) implements Comparable<CaptionChannel> {

    /** The first channel of CEA-608, which is the one that is used. */
    public static final CaptionChannel CC1 = new CaptionChannel(Standard.CEA_608, 1);

    /** All channels of CEA-608: two in each field. */
    public static final List<CaptionChannel> OF_CEA_608 = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new CaptionChannel(Standard.CEA_608, number))
            .toList();

    private static final Pattern NAME = Pattern.compile("(CC|SERVICE)(\\d{1,2})");
    private static final Comparator<CaptionChannel> ORDER =
            Comparator.comparing(CaptionChannel::standard).thenComparing(CaptionChannel::number);

    /** How captions are coded. */
    public enum Standard {
        CEA_608("CC"),
        CEA_708("SERVICE");

        private final String prefix;

        Standard(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Its name in HLS (RFC 8216, {@code INSTREAM-ID}): such as {@code CC1} or {@code SERVICE1}. */
    public String name() {
        return standard.prefix + number;
    }

    /** The one with that name, if there is one. */
    public static Optional<CaptionChannel> named(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new CaptionChannel(
                        matcher.group(1).equals(Standard.CEA_608.prefix) ? Standard.CEA_608 : Standard.CEA_708,
                        Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(CaptionChannel other) {
        return ORDER.compare(this, other);
    }
}

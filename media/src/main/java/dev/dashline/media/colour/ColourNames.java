package dev.dashline.media.colour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** FFmpeg's names for the codes of ITU-T H.273. */
public final class ColourNames {

    private static final String UNKNOWN = "unknown";
    private static final String RESERVED = "reserved";

    public static final ColourNames PRIMARIES = new ColourNames(
            List.of(
                    RESERVED,
                    "bt709",
                    UNKNOWN,
                    RESERVED,
                    "bt470m",
                    "bt470bg",
                    "smpte170m",
                    "smpte240m",
                    "film",
                    "bt2020",
                    "smpte428",
                    "smpte431",
                    "smpte432"),
            22,
            "ebu3213");

    public static final ColourNames TRANSFER = new ColourNames(List.of(
            RESERVED,
            "bt709",
            UNKNOWN,
            RESERVED,
            "bt470m",
            "bt470bg",
            "smpte170m",
            "smpte240m",
            "linear",
            "log100",
            "log316",
            "iec61966-2-4",
            "bt1361e",
            "iec61966-2-1",
            "bt2020-10",
            "bt2020-12",
            "smpte2084",
            "smpte428",
            "arib-std-b67"));

    public static final ColourNames MATRIX = new ColourNames(List.of(
            "gbr",
            "bt709",
            UNKNOWN,
            RESERVED,
            "fcc",
            "bt470bg",
            "smpte170m",
            "smpte240m",
            "ycgco",
            "bt2020nc",
            "bt2020c",
            "smpte2085",
            "chroma-derived-nc",
            "chroma-derived-c",
            "ictcp",
            "ipt-c2",
            "ycgco-re",
            "ycgco-ro"));

    private final List<String> names;

    private ColourNames(List<String> names) {
        this.names = names;
    }

    /** With one more after a gap. */
    private ColourNames(List<String> names, int code, String name) {
        List<String> all = new ArrayList<>(names);
        all.addAll(Collections.nCopies(code - names.size(), RESERVED));
        all.add(name);
        this.names = List.copyOf(all);
    }

    /** The code of a name; {@link Colours#UNSPECIFIED} for one that tells nothing. */
    int code(String name) {
        int code = names.indexOf(name);
        return code < 0 || name.equals(RESERVED) ? Colours.UNSPECIFIED : code;
    }

    /** The name of a code; one that stands for none if it has no name. */
    public String name(int code) {
        return code >= 0 && code < names.size() ? names.get(code) : UNKNOWN;
    }
}

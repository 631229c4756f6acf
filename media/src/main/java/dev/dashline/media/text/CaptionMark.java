package dev.dashline.media.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds captions that are in the pictures (CEA-608 and CEA-708): H.264, HEVC and MPEG-2 have them in front of each
 * picture, behind the same mark (ATSC A/53, part 4). ffprobe would tell of them only after it has decoded. Pure.
 */
public final class CaptionMark {

    /** {@code GA94}, then 3 for captions. */
    private static final String MARK = "GA94\u0003";

    private static final int HAS_CAPTIONS = 0x40;
    private static final int COUNT = 0x1f;
    private static final int IS_VALID = 0x4;
    private static final int TYPE = 0x3;

    private CaptionMark() {}

    /** Whether the mark is in some pictures, as they are in the file. */
    public static boolean isIn(byte[] pictures) {
        return new String(pictures, StandardCharsets.ISO_8859_1).contains(MARK);
    }

    /**
     * The pairs of bytes that are valid, in order. Where H.264 and HEVC would insert a byte, after two zeros, there is
     * none: each pair has a byte of at least 0xf8 in front.
     *
     * @param picture as it is in the file, or what is in front of it
     */
    static List<CaptionBytes> bytes(byte[] picture) {
        List<CaptionBytes> valid = new ArrayList<>();
        String bytes = new String(picture, StandardCharsets.ISO_8859_1);
        int mark = bytes.indexOf(MARK);
        while (mark >= 0) {
            int flags = mark + MARK.length();
            int count = flags < bytes.length() && (bytes.charAt(flags) & HAS_CAPTIONS) != 0
                    ? bytes.charAt(flags) & COUNT
                    : 0;
            // A byte without a meaning is between.
            int first = flags + 2;
            for (int at = first; at < first + 3 * count && at + 2 < bytes.length(); at += 3) {
                if ((bytes.charAt(at) & IS_VALID) != 0) {
                    valid.add(new CaptionBytes(bytes.charAt(at) & TYPE, bytes.charAt(at + 1), bytes.charAt(at + 2)));
                }
            }
            mark = bytes.indexOf(MARK, flags);
        }
        return valid;
    }
}

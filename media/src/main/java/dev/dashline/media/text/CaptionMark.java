package dev.dashline.media.text;

import java.nio.charset.StandardCharsets;

/**
 * Finds captions that are in the pictures (CEA-608 and CEA-708): H.264, HEVC and MPEG-2 have them in front of each
 * picture, behind the same mark (ATSC A/53, part 4). ffprobe would tell of them only after it has decoded. Pure.
 */
public final class CaptionMark {

    /** {@code GA94}, then 3 for captions. */
    private static final String MARK = "GA94\u0003";

    private CaptionMark() {}

    /** Whether the mark is in some pictures, as they are in the file. */
    public static boolean isIn(byte[] pictures) {
        return new String(pictures, StandardCharsets.ISO_8859_1).contains(MARK);
    }
}

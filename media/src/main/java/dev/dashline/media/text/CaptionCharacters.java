package dev.dashline.media.text;

/** The characters of CEA-608. Pure. */
final class CaptionCharacters {

    private static final int FIRST = 0x20;

    private static final String BASIC =
            " !\"#$%&’()á+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[é]íóúabcdefghijklmnopqrstuvwxyzç÷Ññ█";

    private static final String SPECIAL = "®°½¿™¢£♪à èâêîôû";
    private static final String SPANISH_AND_FRENCH = "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»";
    private static final String PORTUGUESE_AND_GERMAN = "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘";

    private CaptionCharacters() {}

    /** A byte that stands for itself, from 0x20 on. */
    static char basic(int code) {
        return BASIC.charAt(code - FIRST);
    }

    /** One of the sixteen special characters: the second byte of its code is 0x30 to 0x3f. */
    static char special(int code) {
        return SPECIAL.charAt(code & 0xf);
    }

    /**
     * A character that replaces the one before it, which is there for old decoders.
     *
     * @param set first byte of its code: 0x12 or 0x13
     * @param code its second byte, 0x20 to 0x3f
     */
    static char extended(int set, int code) {
        return (set == 0x12 ? SPANISH_AND_FRENCH : PORTUGUESE_AND_GERMAN).charAt(code - FIRST);
    }
}

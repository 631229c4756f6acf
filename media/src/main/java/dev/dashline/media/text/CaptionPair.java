package dev.dashline.media.text;

/**
 * Two bytes of CEA-608, without their bits of parity: two characters, or one code.
 *
 * @param first 0 to 0x7f
 * @param second 0 to 0x7f
 */
record CaptionPair(int first, int second) {

    static CaptionPair of(int first, int second) {
        return new CaptionPair(first & 0x7f, second & 0x7f);
    }

    boolean isEmpty() {
        return first == 0 && second == 0;
    }

    boolean isCode() {
        return first >= 0x10 && first < 0x20;
    }

    /** Whether a code is for the second channel of the field: CC2. */
    boolean isForSecondChannel() {
        return (first & 0x8) != 0;
    }
}

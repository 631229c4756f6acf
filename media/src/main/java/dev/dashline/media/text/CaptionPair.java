package dev.dashline.media.text;

/**
 * Two bytes of CEA-608, without their bits of parity: two characters, or one code.
 *
 * @param first 0 to 0x7f
 * @param second 0 to 0x7f
 */
record CaptionPair(int first, int second) {

    private static final int SECOND = 0x8;
    private static final int CONTROL = 0x14;
    private static final int CONTROL_OF_SECOND_FIELD = 0x15;
    private static final int FIRST_PLACE = 0x40;

    static CaptionPair of(int first, int second) {
        return new CaptionPair(first & 0x7f, second & 0x7f);
    }

    boolean isEmpty() {
        return first == 0 && second == 0;
    }

    boolean isCode() {
        return first >= 0x10 && first < 0x20;
    }

    /** Whether it begins something that is no caption, such as the name of the programme (XDS). */
    boolean isOfAnotherService() {
        return first > 0 && first < 0x10;
    }

    /** Whether a code is for the second channel of the field: CC2 or CC4. */
    boolean isForSecondChannel() {
        return (first & SECOND) != 0;
    }

    /** A code as the first channel of the first field would have it. */
    CaptionPair plain() {
        int code = first & ~SECOND;
        boolean controls = code == CONTROL_OF_SECOND_FIELD && second < FIRST_PLACE;
        return new CaptionPair(controls ? CONTROL : code, second);
    }
}

package dev.dashline.media.text;

/**
 * Two bytes of captions, as pictures have them (CEA-708, {@code cc_data}).
 *
 * @param type what they belong to
 * @param first 0 to 0xff
 * @param second 0 to 0xff
 */
record CaptionBytes(int type, int first, int second) {

    private static final int SECOND_FIELD = 1;
    private static final int PACKET_START = 3;

    /** Whether they are of CEA-608: those of one of its two fields. */
    boolean isOfAField() {
        return type <= SECOND_FIELD;
    }

    /** Whether a packet of CEA-708 starts with them. */
    boolean startsPacket() {
        return type == PACKET_START;
    }

    /** As a pair of CEA-608. */
    CaptionPair pair() {
        return CaptionPair.of(first, second);
    }
}

package dev.dashline.media.plan;

/** The levels of HEVC, main tier, and the limits of each: ITU-T H.265, tables A.8 and A.9. */
enum HevcLevel {
    L2_1("2.1", 245_760, 7_372_800, 3_000_000),
    L3("3.0", 552_960, 16_588_800, 6_000_000),
    L3_1("3.1", 983_040, 33_177_600, 10_000_000),
    L4("4.0", 2_228_224, 66_846_720, 12_000_000),
    L4_1("4.1", 2_228_224, 133_693_440, 20_000_000),
    L5("5.0", 8_912_896, 267_386_880, 25_000_000),
    L5_1("5.1", 8_912_896, 534_773_760, 40_000_000),
    L5_2("5.2", 8_912_896, 1_069_547_520, 60_000_000),
    L6("6.0", 35_651_584, 1_069_547_520, 60_000_000),
    L6_1("6.1", 35_651_584, 2_139_095_040, 120_000_000),
    L6_2("6.2", 35_651_584, 4_278_190_080L, 240_000_000);

    private final String text;
    private final int pixels;
    private final long pixelsPerSecond;
    /** Limit of the bit rate and of the buffer. */
    private final long bits;

    HevcLevel(String text, int pixels, long pixelsPerSecond, long bits) {
        this.text = text;
        this.pixels = pixels;
        this.pixelsPerSecond = pixelsPerSecond;
        this.bits = bits;
    }

    /** The lowest level within whose limits all four are; the highest level if there is none. */
    static HevcLevel of(Shape shape, FrameRate rate, long maxrate, long bufsize) {
        // x265 pads to blocks of 16 at least.
        long padded = padded(shape.width()) * padded(shape.height());
        for (HevcLevel level : values()) {
            boolean fits = padded <= level.pixels
                    && Math.max(shape.width(), shape.height()) <= Math.sqrt(8.0 * level.pixels)
                    && Math.ceil(padded * rate.perSecond()) <= level.pixelsPerSecond;
            if (fits && Math.max(maxrate, bufsize) <= level.bits) {
                return level;
            }
        }
        return L6_2;
    }

    String text() {
        return text;
    }

    private static long padded(int side) {
        return (side + 15) / 16 * 16L;
    }
}

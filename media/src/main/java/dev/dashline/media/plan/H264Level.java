package dev.dashline.media.plan;

/** The levels of H.264, and the limits of each: ITU-T H.264, table A-1, bit rates of the main profile. */
enum H264Level {
    L1_3("1.3", 11_880, 396, 768_000, 2_000_000),
    L2_1("2.1", 19_800, 792, 4_000_000, 4_000_000),
    L3("3.0", 40_500, 1_620, 10_000_000, 10_000_000),
    L3_1("3.1", 108_000, 3_600, 14_000_000, 14_000_000),
    L3_2("3.2", 216_000, 5_120, 20_000_000, 20_000_000),
    L4("4.0", 245_760, 8_192, 20_000_000, 25_000_000),
    L4_1("4.1", 245_760, 8_192, 50_000_000, 62_500_000),
    L4_2("4.2", 522_240, 8_704, 50_000_000, 62_500_000),
    L5("5.0", 589_824, 22_080, 135_000_000, 135_000_000),
    L5_1("5.1", 983_040, 36_864, 240_000_000, 240_000_000),
    L5_2("5.2", 2_073_600, 36_864, 240_000_000, 240_000_000),
    L6_2("6.2", 16_711_680, 139_264, 800_000_000, 800_000_000);

    private final String text;
    private final long macroblocksPerSecond;
    private final int macroblocks;
    private final long maxrate;
    private final long bufsize;

    H264Level(String text, long macroblocksPerSecond, int macroblocks, long maxrate, long bufsize) {
        this.text = text;
        this.macroblocksPerSecond = macroblocksPerSecond;
        this.macroblocks = macroblocks;
        this.maxrate = maxrate;
        this.bufsize = bufsize;
    }

    /** The lowest level within whose limits all four are; the highest level if there is none. */
    static H264Level of(Shape shape, FrameRate rate, long maxrate, long bufsize) {
        int frame = blocks(shape.width()) * blocks(shape.height());
        for (H264Level level : values()) {
            // No side may be longer than that of an 8:1 picture of the level's size.
            int longestSide = (int) Math.sqrt(8.0 * level.macroblocks);
            boolean fits = frame <= level.macroblocks
                    && Math.max(blocks(shape.width()), blocks(shape.height())) <= longestSide
                    && Math.ceil(frame * rate.perSecond()) <= level.macroblocksPerSecond;
            if (fits && maxrate <= level.maxrate && bufsize <= level.bufsize) {
                return level;
            }
        }
        return L6_2;
    }

    String text() {
        return text;
    }

    private static int blocks(int pixels) {
        return (pixels + 15) / 16;
    }
}

package dev.dashline.media.colour;

/**
 * How numbers mean colours, as codes of ITU-T H.273.
 *
 * @param primaries ColourPrimaries
 * @param transfer TransferCharacteristics
 * @param matrix MatrixCoefficients
 * @param fullRange whether black is 0 and white the largest number
 */
public record Colours(int primaries, int transfer, int matrix, boolean fullRange) {

    /** What every player shows. */
    public static final Colours BT709 = new Colours(1, 1, 1, false);

    static final int UNSPECIFIED = 2;
}

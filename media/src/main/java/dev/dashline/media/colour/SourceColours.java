package dev.dashline.media.colour;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the numbers in a source's pictures mean colours: as far as the source tells, and by a rule where it does not.
 *
 * @param pixels what the numbers of a pixel are
 * @param primaries ColourPrimaries of ITU-T H.273; 2 if they are not told
 * @param transfer TransferCharacteristics; 2 if they are not told
 * @param matrix MatrixCoefficients; 2 if they are not told
 * @param fullRange whether black is 0 and white the largest number
 * @param high whether the picture is as large as those of high definition
 */
public record SourceColours(Pixels pixels, int primaries, int transfer, int matrix, boolean fullRange, boolean high) {

    private static final int BT709 = 1;
    private static final int BT601 = 6;
    private static final int BT601_625 = 5;
    private static final int BT2020 = 9;
    private static final int PQ = 16;
    private static final int HLG = 18;

    /** The matrices that all players know. */
    private static final Set<Integer> KNOWN = Set.of(BT709, BT601_625, BT601, BT2020);

    /** What the numbers of a pixel are. */
    public enum Pixels {
        /** One of brightness and two of colour. */
        YUV,
        /** Red, green and blue, always of full range. */
        RGB,
        /** Brightness alone. */
        GREY
    }

    /** A picture of high definition that tells nothing. */
    public static final SourceColours UNTOLD =
            new SourceColours(Pixels.YUV, Colours.UNSPECIFIED, Colours.UNSPECIFIED, Colours.UNSPECIFIED, false, true);

    /** Whether brightness is that of PQ or HLG, which a screen of standard range cannot show. */
    public boolean isHighDynamicRange() {
        return transfer == PQ || transfer == HLG;
    }

    boolean tellsMatrix() {
        return matrix != Colours.UNSPECIFIED;
    }

    boolean tellsPrimaries() {
        return primaries != Colours.UNSPECIFIED;
    }

    boolean tellsTransfer() {
        return transfer != Colours.UNSPECIFIED;
    }

    /** What the source does not tell, but for the range. That of pixels which need no matrix is told. */
    public List<String> untold() {
        List<String> untold = new ArrayList<>();
        if (!tellsPrimaries()) {
            untold.add("primaries");
        }
        if (!tellsTransfer()) {
            untold.add("transfer");
        }
        if (!tellsMatrix() && pixels == Pixels.YUV) {
            untold.add("matrix");
        }
        return untold;
    }

    /** What it means, as far as the source tells, and as it is likely where it does not. */
    public Colours likely() {
        return new Colours(
                likelyPrimaries(), likelyTransfer(), pixels == Pixels.YUV ? likelyMatrix() : matrix, fullRange);
    }

    /** Of pixels that are not red, green and blue. As players do, an untold one is guessed from what else is known. */
    int likelyMatrix() {
        if (tellsMatrix()) {
            return matrix;
        }
        return switch (primaries) {
            case BT709, BT601_625, BT601, BT2020 -> primaries;
            default -> isHighDynamicRange() ? BT2020 : high ? BT709 : BT601;
        };
    }

    int likelyPrimaries() {
        if (tellsPrimaries()) {
            return primaries;
        }
        if (isHighDynamicRange()) {
            return BT2020;
        }
        int likely = pixels == Pixels.RGB ? BT709 : likelyMatrix();
        return KNOWN.contains(likely) ? likely : BT709;
    }

    /**
     * The colours of all renditions. They are the source's own, so that nothing is lost, where all players can show
     * them; else those of BT.709.
     */
    public Colours output() {
        if (isHighDynamicRange()) {
            return Colours.BT709;
        }
        int gamut = likelyPrimaries();
        boolean keeps = pixels != Pixels.RGB && KNOWN.contains(likelyMatrix());
        int other = gamut == BT2020 ? BT2020 : BT709;
        return new Colours(gamut, likelyTransfer(), keeps ? likelyMatrix() : other, false);
    }

    int likelyTransfer() {
        if (tellsTransfer()) {
            return transfer;
        }
        // The curve is the same.
        return likelyPrimaries() == BT601 || likelyPrimaries() == BT601_625 ? BT601 : BT709;
    }
}

package dev.dashline.media.colour;

import dev.dashline.media.colour.SourceColours.Pixels;
import java.util.Set;

/**
 * The parts of a filter graph that turn the colours of a source into those of the output. Mostly they cost no pass over
 * the pictures: the scaler to the highest rung converts as well. Pure.
 *
 * @param source its colours
 */
public record ColourFilters(SourceColours source) {

    private static final int BT2020 = 9;

    /** The matrices that libswscale knows; it takes any other for BT.601. */
    private static final Set<Integer> SCALER = Set.of(0, 1, 2, 4, 5, 6, 7, 9);

    /** Those of the others that zimg knows. */
    private static final Set<Integer> ZIMG = Set.of(8, 10, 12, 13, 14);

    /** Whether pictures with a matrix can be converted. */
    public static boolean canConvert(int matrix) {
        return SCALER.contains(matrix) || ZIMG.contains(matrix);
    }

    /** What goes before all other filters, with a comma after it; empty for most sources. */
    public String before() {
        if (source.pixels() == Pixels.GREY && !source.fullRange()) {
            // libswscale takes grey for full range. With full range on both sides it leaves the numbers as they are.
            return "scale=out_range=pc,format=yuv420p10|yuv420p,setparams=range=tv,";
        }
        if (source.pixels() != Pixels.YUV || !ZIMG.contains(source.matrix())) {
            return "";
        }
        String gamut = ColourNames.PRIMARIES.name(source.likelyPrimaries());
        String curve = ColourNames.TRANSFER.name(source.likelyTransfer());
        int matrix = source.isHighDynamicRange() ? BT2020 : source.output().matrix();
        return "zscale=min=" + ColourNames.MATRIX.name(source.matrix()) + ":m=" + ColourNames.MATRIX.name(matrix)
                + ":pin=" + gamut + ":p=" + gamut + ":tin=" + curve + ":t=" + curve + ",";
    }

    /**
     * What the scaler to the highest rung has to do besides, as options that begin with a colon. They take the codes of
     * ITU-T H.273: there are names for some only.
     */
    public String convert() {
        StringBuilder options = new StringBuilder();
        // What pictures tell is taken from them: it may change on the way.
        if (source.pixels() != Pixels.RGB && !source.tellsMatrix()) {
            options.append(":in_color_matrix=").append(source.likelyMatrix());
        }
        if (source.isHighDynamicRange() && !source.tellsPrimaries()) {
            options.append(":in_primaries=").append(source.likelyPrimaries());
        }
        options.append(":out_color_matrix=").append(source.output().matrix());
        if (source.isHighDynamicRange()) {
            options.append(":out_primaries=bt709:out_transfer=bt709:intent=perceptual");
        }
        return options.append(":out_range=tv").toString();
    }

    /** What goes after that scaler, with a comma before it: has the encoders tell the colours. */
    public String told() {
        Colours output = source.output();
        return ",setparams=range=tv:color_primaries=" + ColourNames.PRIMARIES.name(output.primaries())
                + ":color_trc=" + ColourNames.TRANSFER.name(output.transfer()) + ":colorspace="
                + ColourNames.MATRIX.name(output.matrix());
    }
}

package dev.dashline.media.colour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.colour.SourceColours.Pixels;
import java.util.regex.Pattern;

/** Reads the colours of a video stream as ffprobe describes it, and refuses those that cannot be converted. Pure. */
public final class ColourReader {

    private static final Pattern RGB = Pattern.compile("(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|pal8|mono|xyz).*");
    private static final Pattern GREY = Pattern.compile("(gray|ya8|ya16).*");

    private static final int HD_WIDTH = 1_280;
    private static final int HD_HEIGHT = 720;

    /** Its pixels are in a space that only Dolby's metadata lead out of. */
    private static final int WITHOUT_COMMON_BASE = 5;

    private ColourReader() {}

    /**
     * Reads them.
     *
     * @param stream of ffprobe's answer
     * @throws MediaException {@code UNSUPPORTED_CODEC} if FFmpeg cannot turn these colours into any that players show
     */
    public static SourceColours read(JsonNode stream) throws MediaException {
        requireBaseLayer(stream);
        Pixels pixels = pixels(stream.path("pix_fmt").asText());
        int matrix = ColourNames.MATRIX.code(stream.path("color_space").asText());
        if (matrix == 0) {
            // That of red, green and blue. Some programs write it of other pixels, too.
            matrix = Colours.UNSPECIFIED;
        }
        if (pixels == Pixels.YUV && !ColourFilters.canConvert(matrix)) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "The video's colours are coded by the matrix " + ColourNames.MATRIX.name(matrix)
                            + ", which FFmpeg cannot convert.");
        }
        return new SourceColours(
                pixels,
                ColourNames.PRIMARIES.code(stream.path("color_primaries").asText()),
                ColourNames.TRANSFER.code(stream.path("color_transfer").asText()),
                pixels == Pixels.RGB ? Colours.UNSPECIFIED : matrix,
                pixels == Pixels.RGB || stream.path("color_range").asText().equals("pc"),
                stream.path("width").asInt() >= HD_WIDTH
                        || stream.path("height").asInt() >= HD_HEIGHT);
    }

    private static Pixels pixels(String format) {
        if (RGB.matcher(format).matches()) {
            return Pixels.RGB;
        }
        return GREY.matcher(format).matches() ? Pixels.GREY : Pixels.YUV;
    }

    private static void requireBaseLayer(JsonNode stream) throws MediaException {
        for (JsonNode data : stream.path("side_data_list")) {
            if (data.path("dv_profile").asInt() == WITHOUT_COMMON_BASE) {
                throw new MediaException(
                        MediaFault.UNSUPPORTED_CODEC,
                        "The video is in Dolby Vision profile 5, whose colours FFmpeg cannot convert: give one whose"
                                + " base layer is HDR10, HLG or SDR, such as profile 8.");
            }
        }
    }
}

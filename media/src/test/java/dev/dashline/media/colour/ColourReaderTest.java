package dev.dashline.media.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourReaderTest {

    /** Of a stream: pixels, size, and what it tells; of the output: the codes. */
    @ParameterizedTest
    @CsvSource({
        "yuv420p, 1280, 534, unknown, unknown, unknown, '1, 1, 1'",
        "yuv420p, 960, 720, unknown, unknown, unknown, '1, 1, 1'",
        "yuv420p, 720, 576, unknown, unknown, unknown, '6, 6, 6'",
        "yuv420p, 720, 576, bt470bg, unknown, unknown, '5, 6, 5'",
        "yuv420p, 720, 576, unknown, bt709, unknown, '6, 1, 6'",
        "yuv420p, 640, 360, unknown, unknown, bt709, '1, 1, 1'",
        "yuv420p, 640, 360, gbr, unknown, unknown, '6, 6, 6'",
        "yuv422p10le, 1920, 1080, bt709, iec61966-2-1, smpte432, '12, 13, 1'",
        "yuv420p10le, 1920, 1080, bt2020nc, bt2020-10, bt2020, '9, 14, 9'",
        "yuv420p10le, 1920, 1080, bt2020c, bt2020-10, bt2020, '9, 14, 9'",
        "yuv420p10le, 1920, 1080, bt2020nc, smpte2084, bt2020, '1, 1, 1'",
        "yuv420p10le, 1920, 1080, unknown, arib-std-b67, unknown, '1, 1, 1'",
        "yuv444p, 1920, 1080, ycgco, unknown, unknown, '1, 1, 1'",
        "yuv420p, 640, 360, smpte240m, smpte240m, smpte240m, '7, 7, 1'",
        "gbrp, 640, 360, gbr, unknown, unknown, '1, 1, 1'",
        "rgb24, 640, 360, unknown, iec61966-2-1, bt709, '1, 13, 1'",
        "gray, 640, 360, unknown, unknown, unknown, '6, 6, 6'"
    })
    void findsTheColoursOfTheOutput(
            String pixels, int width, int height, String matrix, String transfer, String primaries, String output)
            throws Exception {
        SourceColours read = ColourReader.read(stream(pixels, width, height, matrix, transfer, primaries));

        Colours told = read.output();

        assertThat(told.primaries() + ", " + told.transfer() + ", " + told.matrix())
                .isEqualTo(output);
        assertThat(told.fullRange()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipt-c2", "smpte2085", "ycgco-re"})
    void refusesAMatrixThatNoFilterKnows(String matrix) {
        assertThatThrownBy(() -> ColourReader.read(stream("yuv420p", 640, 360, matrix, "smpte2084", "bt2020")))
                .hasMessageContaining(matrix)
                .extracting(e -> ((MediaException) e).fault())
                .isEqualTo(MediaFault.UNSUPPORTED_CODEC);
    }

    @Test
    void refusesDolbyVisionWithoutACommonBaseLayerByName() throws Exception {
        assertThat(read(8, 4).isHighDynamicRange()).isFalse();
        assertThatThrownBy(() -> read(5, 0))
                .hasMessageContaining("Dolby Vision profile 5")
                .extracting(e -> ((MediaException) e).fault())
                .isEqualTo(MediaFault.UNSUPPORTED_CODEC);
    }

    private static SourceColours read(int profile, int compatible) throws Exception {
        return ColourReader.read(new ObjectMapper().readTree("""
                {"pix_fmt": "yuv420p10le", "width": 640, "height": 360, "side_data_list": [
                  {"side_data_type": "DOVI configuration record", "dv_profile": %d,
                   "dv_bl_signal_compatibility_id": %d}]}
                """.formatted(profile, compatible)));
    }

    private static JsonNode stream(
            String pixels, int width, int height, String matrix, String transfer, String primaries) throws Exception {
        return new ObjectMapper().readTree("""
                {"pix_fmt": "%s", "width": %d, "height": %d, "color_space": "%s", "color_transfer": "%s",
                 "color_primaries": "%s"}
                """.formatted(pixels, width, height, matrix, transfer, primaries));
    }
}

package dev.dashline.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanPlanTest {

    private static final String INDEXED = "mov,mp4,m4a,3gp,3g2,mj2";
    private static final String LARGE = "10000000000";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mpegts | 10000000000",
                "mov,mp4,m4a,3gp,3g2,mj2 | 1000000",
                "matroska,webm | 1000000",
                "mp3 | 9000000000"
            })
    void listsAllPacketsWhereThatIsQuickOrThereIsNoIndex(String format, String bytes) throws Exception {
        ScanPlan plan = plan(format, bytes, "7200");

        assertThat(plan.whole()).isTrue();
        assertThat(plan.options()).doesNotContain("-read_intervals");
    }

    @Test
    void listsSomeOfALargeFile() throws Exception {
        ScanPlan plan = plan(INDEXED, LARGE, "600");

        assertThat(plan.whole()).isFalse();
        assertThat(plan.intervals())
                .isEqualTo("%+20,105.000000%+3,205.000000%+3,305.000000%+3,405.000000%+3,505.000000%+3,9000000000%");
    }

    @Test
    void listsBeginningAndEndOfALargeFileThatIsShort() throws Exception {
        assertThat(plan(INDEXED, LARGE, "60").intervals()).isEqualTo("%+20,9000000000%");
    }

    private static ScanPlan plan(String format, String bytes, String seconds) throws Exception {
        String json = """
            {"format_name": "%s", "size": "%s", "start_time": "5.000000", "duration": "%s"}\
            """.formatted(format, bytes, seconds);
        return ScanPlan.of(new ObjectMapper().readTree(json));
    }
}

package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void putsTheSeriesOfOneMetricTogetherAndEachOnce() {
        String one =
                "# HELP a_total A\n# TYPE a_total counter\na_total{x=\"1\"} 1.0\n# HELP b B\n# TYPE b gauge\nb 2.0\n";
        String other = "# HELP a_total A\n# TYPE a_total counter\na_total{x=\"2\"} 3.0\na_total{x=\"1\"} 9.0\n";

        assertThat(MetricsPage.join(List.of(one, other, "")))
                .isEqualTo("# HELP a_total A\n# TYPE a_total counter\na_total{x=\"1\"} 1.0\na_total{x=\"2\"} 3.0\n"
                        + "# HELP b B\n# TYPE b gauge\nb 2.0\n");
    }
}

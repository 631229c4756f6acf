package dev.dashline.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void putsTheSeriesOfOneMetricTogetherAndEachOnce() {
        String one = """
                # HELP a_total A
                # TYPE a_total counter
                a_total{x="1"} 1.0
                # HELP b B
                # TYPE b gauge
                b 2.0
                """;
        String other = """
                # HELP a_total A
                # TYPE a_total counter
                a_total{x="2"} 3.0
                a_total{x="1"} 9.0
                """;

        assertThat(MetricsPage.join(List.of(one, other, ""))).isEqualTo("""
                # HELP a_total A
                # TYPE a_total counter
                a_total{x="1"} 1.0
                a_total{x="2"} 3.0
                # HELP b B
                # TYPE b gauge
                b 2.0
                """);
    }
}

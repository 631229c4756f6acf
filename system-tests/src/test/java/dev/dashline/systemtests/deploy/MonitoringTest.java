package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.testsupport.GeneratedDoc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The files of deploy/monitoring, without a deployment; {@link RestrictedClusterIT} tries all queries on one. */
class MonitoringTest {

    @Test
    void dashboardsAreWhatTheirQueriesSay() {
        for (Dashboard dashboard : Dashboards.ALL) {
            GeneratedDoc.at("deploy/monitoring/grafana/dashboards/" + dashboard.id() + ".json")
                    .mustBe(dashboard.json());
        }
    }

    @Test
    void everyAlertHasARunbookAndATestThatMakesItFire() throws Exception {
        String tests = Files.readString(Alert.FOLDER.resolve("rules.test.yml"));
        String runbook = Files.readString(Path.of("../docs/operations.md"));
        List<Alert> alerts = Alert.all();

        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(alert.runbook())
                    .isEqualTo("docs/operations.md#" + alert.name().toLowerCase(Locale.ROOT));
            assertThat(runbook).contains("\n#### " + alert.name() + "\n");
            assertThat(tests).containsPattern("alertname: " + alert.name() + "\n +exp_alerts:\n");
        });
        assertThat(runbook.lines().filter(line -> line.startsWith("#### Dashline")))
                .hasSameSizeAs(alerts);
    }

    @Test
    void promtoolAgreesWithTheRulesAndTheirTests() throws Exception {
        Program promtool = new Program("promtool", Alert.FOLDER);
        assumeTrue(promtool.isThere(), "promtool is missing: Debian's package prometheus has it");
        promtool.run("check", "rules", "rules.yml");
        promtool.run("test", "rules", "rules.test.yml");
        promtool.run("check", "config", "prometheus.yml");
    }

    @Test
    void aQueryForWhatNoServiceShowsIsFound() {
        Scrape scrape = new Scrape(List.of("dashline_failed_total{code=\"CANCELLED\"} 0.0\n"));

        assertThat(scrape.missing("sum by (code, job) (rate(dashline_failed_total{code!=\"a\"}[5m]))"))
                .isEmpty();
        assertThat(scrape.missing("sum by (topic) (dashline_failed_total{kind=\"a\"}) / dashline_gone"))
                .containsExactly(
                        "dashline_failed_total{kind}",
                        "dashline_gone",
                        "label topic of sum by (topic) (dashline_failed_total{kind=\"a\"}) / dashline_gone");
        assertThat(scrape.missing("vector(1)")).isNotEmpty();
    }
}

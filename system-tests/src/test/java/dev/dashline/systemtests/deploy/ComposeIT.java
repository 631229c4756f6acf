package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** deploy/compose/try, with one broker and with three, where a Docker engine answers. */
class ComposeIT {

    private static final Program TRY = new Program("deploy/compose/try", Path.of(".."));

    @BeforeEach
    void needsAnEngine() throws Exception {
        Program docker = new Program("docker", Path.of(".."));
        assumeTrue(docker.succeeds("info") && docker.succeeds("compose", "version"), "no Docker engine answers");
    }

    @Test
    void encodesOnOneBroker() throws Exception {
        assertThat(TRY.run()).contains("all are published", "its replay is published", "taking it down");
    }

    @Test
    void encodesWhileTheLeaderOfTheTasksIsAway() throws Exception {
        assertThat(TRY.with("DASHLINE_TRY_CLUSTER", "yes").run())
                .containsSubsequence("stopping kafka", "all are published", "its replay is published");
    }
}

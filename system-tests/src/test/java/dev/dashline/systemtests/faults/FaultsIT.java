package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short run under fire; docs/reliability.md has the long one. */
class FaultsIT {

    private static final long SEED = 4;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyAcceptedRequestEndsOnceAndWholeWhateverIsKilled() throws Exception {
        Path distribution = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling(Path.of("cli", "target", "dashline", "lib"));

        Report report = FaultRun.run(new Options(
                folder.toRealPath(), distribution, SEED, 60, 6, 1, 1, Options.LEASE.plus(Duration.ofSeconds(5))));

        assertThat(report.violations())
                .as(report.text() + "\nkept in " + folder)
                .isEmpty();
    }
}

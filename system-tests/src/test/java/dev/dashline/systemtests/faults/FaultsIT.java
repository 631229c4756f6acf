package dev.dashline.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short fault run with simulated encoding; docs/reliability.md has a long one. */
class FaultsIT {

    private static final long SEED = 4;
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyAcceptedRequestEndsOnceAndWholeWhateverIsKilled() throws Exception {
        Launch built = Launch.built(folder.toRealPath());
        FaultReport report = FaultRun.run(new FaultRunOptions(
                built.folder(), built.distribution(), SEED, 45, 0, 1, 1, false, 1, FaultRunOptions.FREEZE, OUTAGE));

        assertThat(report.isGood())
                .as(report.text() + "\nfiles are kept in " + folder)
                .isTrue();
    }
}

package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultPlan;
import dev.dashline.gcsemulator.fault.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole deployment on a store that fails one request in twenty. {@code -Ddashline.faulty.videos=100} encodes a
 * hundred videos; {@code -Ddashline.faulty.seed} chooses other requests to fail.
 */
class CloudFaultsIT {

    private static final int VIDEOS = Integer.getInteger("dashline.faulty.videos", 4);
    private static final long SEED = Long.getLong("dashline.faulty.seed", 5);
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusSeconds(10L * VIDEOS);

    private static final String STAYS = "staging/[^/]+/1/(manifest\\.mpd|master\\.m3u8|(inventory|timeline)\\.json)";
    private static final Duration SWEPT_WITHIN = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void publishesEveryVideoAsOnAStoreWithoutFaults() throws Exception {
        try (CloudDeployment deployment = CloudDeployment.start(folder, 2)) {
            SortedMap<String, String> expected = deployment.published(deployment.submit(Optional.empty()), PATIENCE);

            oneInTwentyGoesWrong(deployment.faults());
            List<String> videos = IntStream.range(0, VIDEOS)
                    .mapToObj(number -> deployment.submit(Optional.empty()))
                    .toList();

            for (String videoId : videos) {
                assertThat(deployment.published(videoId, PATIENCE)).as(videoId).isEqualTo(expected);
            }
            assertThat(deployment.faults().injected()).isPositive();
            assertThat(deployment.publicWrites()).hasSize((VIDEOS + 1) * expected.size());
            assertThat(deployment.publicWrites().values()).containsOnly(1);
            // These stay: a withdrawn replay puts them back.
            await().atMost(SWEPT_WITHIN)
                    .untilAsserted(() -> assertThat(deployment.unpublished()).allMatch(name -> name.matches(STAYS)));
        }
    }

    private static void oneInTwentyGoesWrong(FaultPlan faults) {
        double each = 0.05 / 8;
        faults.add(FaultRule.every(new Fault.Status(503)).withProbability(each, SEED))
                .add(FaultRule.every(new Fault.Status(429)).withProbability(each, SEED + 1))
                .add(FaultRule.every(new Fault.Status(500)).withProbability(each, SEED + 2))
                .add(FaultRule.every(new Fault.Reset()).withProbability(each, SEED + 3))
                .add(FaultRule.every(new Fault.ResetAfter(200)).withProbability(each, SEED + 4))
                .add(FaultRule.every(new Fault.BreakAfter(300)).withProbability(each, SEED + 5))
                .add(FaultRule.every(new Fault.LostResponse()).withProbability(each, SEED + 6))
                .add(FaultRule.every(new Fault.Stall(Duration.ofSeconds(1))).withProbability(each, SEED + 7));
    }
}

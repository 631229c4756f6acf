package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.runtime.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole deployment whose store is down for 8 s, or for the time that {@code -Ddashline.outage=60s} sets. */
class CloudOutageIT {

    private static final Duration OUTAGE = Setting.parseDuration(System.getProperty("dashline.outage", "8s"));
    private static final Duration PATIENCE = OUTAGE.plusMinutes(2);
    private static final Duration SHORT_DEADLINE = Duration.ofSeconds(2);

    /** The limit of calls during the outage: a dozen in parallel at most, each with pauses of up to 8 s. */
    private static final long MOST_TRIES = 100 + 4 * OUTAGE.toSeconds();

    @TempDir
    static Path folder;

    private static CloudDeployment deployment;
    private static Set<String> names;

    @BeforeAll
    static void publishOneWhileTheStoreIsUp() throws Exception {
        deployment = CloudDeployment.start(folder, 8);
        names = deployment
                .published(deployment.submit(Optional.empty()), PATIENCE)
                .keySet();
    }

    @AfterAll
    static void close() {
        deployment.close();
    }

    @Test
    void everythingWaitsForAStoreThatIsDownWhileSegmentsGoUp() {
        // The plan is written first, then segments while others are being encoded.
        assertSurvived(
                FaultRule.every(new Fault.Outage(OUTAGE)).on("^POST /upload").after(3));
    }

    @Test
    void everythingWaitsForAStoreThatIsDownWhileAVideoIsPublished() {
        assertSurvived(FaultRule.every(new Fault.Outage(OUTAGE)).on("^GET .*/team/videos/[^/]+/master.m3u8"));
    }

    private static void assertSurvived(FaultRule outage) {
        long triesBefore = deployment.faults().injected();
        deployment.faults().add(outage.times(1));
        String running = deployment.submit(Optional.empty());
        await().atMost(PATIENCE).until(() -> deployment.faults().isDown());

        String waiting = deployment.submit(Optional.empty());
        String late = deployment.submit(Optional.of(SHORT_DEADLINE));

        // Deadlines hold without a store, too.
        assertThat(deployment.ended(late, OUTAGE).path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(deployment.faults().isDown()).isTrue();
        assertThat(List.of(deployment.state(running), deployment.state(waiting)))
                .doesNotContain("published", "failed");

        // Only the names: the cuts of a video depend on how many videos are being encoded.
        assertThat(deployment.published(running, PATIENCE)).containsOnlyKeys(names);
        assertThat(deployment.published(waiting, PATIENCE)).containsOnlyKeys(names);
        assertThat(deployment.status(running).path("attempt").asInt()).isEqualTo(1);
        assertThat(deployment.publicWrites().values()).containsOnly(1);
        assertThat(deployment.publicWrites().keySet())
                .noneMatch(name -> name.contains(late) && name.endsWith("manifest.mpd"));
        assertThat(deployment.faults().injected() - triesBefore).isLessThan(MOST_TRIES);
        deployment.faults().clear();
    }
}

package dev.dashline.systemtests.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What to run.
 *
 * @param folder where everything is kept: data, logs, schedule, report
 * @param distribution folder of the jars that are tried
 * @param seed of the schedule and of the requests
 * @param requests simulated ones
 * @param encodes real ones
 * @param kills how often each kind of service is killed at least
 * @param brokerKills how often the broker is
 * @param freeze how long a process is frozen: longer than a lease
 */
record Options(
        Path folder,
        Path distribution,
        long seed,
        int requests,
        int encodes,
        int kills,
        int brokerKills,
        Duration freeze) {

    /** How long a slot holds a task without a word in these runs. */
    static final Duration LEASE = Duration.ofSeconds(15);
}

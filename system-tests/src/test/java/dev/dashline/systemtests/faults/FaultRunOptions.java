package dev.dashline.systemtests.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The options of a fault run.
 *
 * @param folder keeps everything: data, logs, journal, report
 * @param distribution folder of the jars under test
 * @param seed of the schedule and of the requests
 * @param requests number of requests with simulated encoding
 * @param encodes number of requests with real encoding
 * @param kills how often each kind of service is killed at least
 * @param brokers how many brokers there are
 * @param rights whether services have users of their own, with the rights of the catalogue
 * @param brokerKills how often a broker is killed: the one that leads the topic of tasks
 * @param freeze how long a process is frozen: longer than its tasks wait for it
 * @param outage how long the store is away
 */
record FaultRunOptions(
        Path folder,
        Path distribution,
        long seed,
        int requests,
        int encodes,
        int kills,
        int brokers,
        boolean rights,
        int brokerKills,
        Duration freeze,
        Duration outage) {

    /** Longer than a worker may be silent, and than the sessions of services. */
    static final Duration FREEZE = Duration.ofSeconds(15);
}

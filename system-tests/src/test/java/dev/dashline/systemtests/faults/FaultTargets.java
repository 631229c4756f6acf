package dev.dashline.systemtests.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What faults can hit.
 *
 * @param pauses folder in which pause points are armed
 * @param freeze how long a process is frozen, or has a wrong clock
 */
record FaultTargets(
        Platform platform, ServiceFleet fleet, Client client, TopicRecorder recorder, Path pauses, Duration freeze) {}

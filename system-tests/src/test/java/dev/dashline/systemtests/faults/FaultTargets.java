package dev.dashline.systemtests.faults;

import java.nio.file.Path;

/**
 * What faults can hit.
 *
 * @param pauses folder in which pause points are armed
 * @param options how long faults last
 */
record FaultTargets(
        Platform platform,
        ServiceFleet fleet,
        Client client,
        TopicRecorder recorder,
        Path pauses,
        FaultRunOptions options) {}

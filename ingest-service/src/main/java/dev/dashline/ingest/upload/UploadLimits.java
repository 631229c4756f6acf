package dev.dashline.ingest.upload;

import java.time.Duration;

/**
 * What uploads may take.
 *
 * @param maxSize bytes of the largest one
 * @param quota bytes of all uploads of a tenant that are kept at a time
 * @param unfinished how long an upload may take from its creation to its end
 * @param finished how long it is kept after its end
 * @param atATime bodies that a replica receives at a time
 */
public record UploadLimits(long maxSize, long quota, Duration unfinished, Duration finished, int atATime) {}

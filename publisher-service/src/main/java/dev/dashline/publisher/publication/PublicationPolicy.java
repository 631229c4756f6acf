package dev.dashline.publisher.publication;

import java.net.URI;
import java.time.Duration;

/**
 * What is configured about publications.
 *
 * @param publicBase where viewers find the output, ends in a slash
 * @param grace for how long after its deadline an attempt that is with a publisher is not failed yet: the publisher will not commit
 *     after the deadline, but its word that it did before may still be on the way
 * @param memory for how long a video that was never published is remembered after its end, so that repeats of its records are recognised
 * @param sweepAfter for how long what an attempt left in the stores is kept after its end, for a replay to make use of
 */
public record PublicationPolicy(URI publicBase, Duration grace, Duration memory, Duration sweepAfter) {

    public PublicationPolicy {
        if (!publicBase.toString().endsWith("/")) {
            throw new IllegalArgumentException("must end in a slash: " + publicBase);
        }
    }

    String publicUrl(String videoId, String file) {
        return publicBase + videoId + "/" + file;
    }
}

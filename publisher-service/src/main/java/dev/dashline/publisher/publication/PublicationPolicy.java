package dev.dashline.publisher.publication;

import dev.dashline.schemas.storage.ObjectKind;
import dev.dashline.schemas.storage.StorageNames;
import java.net.URI;
import java.time.Duration;

/**
 * What is configured about publications.
 *
 * @param publicBase where viewers find the output, ends in a slash
 * @param grace how long after its deadline an attempt that is with a publisher may stay open: the publisher commits
 *     nothing after the deadline, but its report that it was in time may still be on the way
 * @param memory how long a video that was never published is remembered after its end, so that repeats of its records
 *     are recognised
 * @param sweepAfter how long the files of an ended attempt are kept, for a replay to use
 */
public record PublicationPolicy(URI publicBase, Duration grace, Duration memory, Duration sweepAfter) {

    public PublicationPolicy {
        if (!publicBase.toString().endsWith("/")) {
            throw new IllegalArgumentException("must end in a slash: " + publicBase);
        }
    }

    /** The URL of the MPEG-DASH manifest. */
    String publicManifest(String videoId) {
        return publicBase + StorageNames.STANDARD.publicPath(ObjectKind.MANIFEST, videoId);
    }

    /** The URL of the HLS multivariant playlist. */
    String publicMasterPlaylist(String videoId) {
        return publicBase + StorageNames.STANDARD.publicPath(ObjectKind.MASTER_PLAYLIST, videoId);
    }
}

/**
 * Accepts requests over HTTP and serves the statuses of videos.
 *
 * <p>Writes {@code video-requested}. Reads all four public topics and merges them, per video, into a store that is
 * partitioned as the topics are. A replica answers for its partitions itself and asks the other replicas for theirs, so
 * any replica answers for any video.
 *
 * <p>Guarantees: a request is accepted (202) only after the brokers have it; a status never moves backwards; no source
 * is opened, and none outside the configured roots is accepted.
 */
@NullMarked
package dev.dashline.ingest;

import org.jspecify.annotations.NullMarked;

/**
 * Accepts requests over HTTP and tells how they fare.
 *
 * <p>Writes {@code video-requested}. Reads all four public topics and adds them up, per video, into its private {@code
 * ingest-video-status}, which every replica holds whole: any replica answers for any video.
 *
 * <p>Guarantees: a request is accepted (202) only after the brokers have it; a status never moves backwards; nothing is read from
 * a source, and no source outside the configured roots gets through.
 */
@NullMarked
package dev.dashline.ingest;

import org.jspecify.annotations.NullMarked;

/** The statuses of videos: added up from their events where a partition is, asked for where it is not. */
@NullMarked
package dev.dashline.ingest.status;

import org.jspecify.annotations.NullMarked;

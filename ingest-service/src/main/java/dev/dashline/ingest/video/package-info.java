/** The status of a video, and what can be requested of it. Pure: no Kafka, no HTTP, no clock of its own. */
@NullMarked
package dev.dashline.ingest.video;

import org.jspecify.annotations.NullMarked;

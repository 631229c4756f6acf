/** What a video's state is and what can be asked for. Pure: no Kafka, no HTTP, no clock of its own. */
@NullMarked
package dev.dashline.ingest.video;

import org.jspecify.annotations.NullMarked;

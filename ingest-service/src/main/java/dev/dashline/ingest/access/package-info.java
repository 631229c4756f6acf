/** Who asks, and what he may do. Pure: no Kafka, no HTTP server, no clock of its own. */
@NullMarked
package dev.dashline.ingest.access;

import org.jspecify.annotations.NullMarked;

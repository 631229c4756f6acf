/** What this service reads from topics and writes to them, beside the statuses. */
@NullMarked
package dev.dashline.ingest.topic;

import org.jspecify.annotations.NullMarked;

/**
 * The state machine of one video, {@link dev.dashline.publisher.publication.Publication}: pure decisions, without
 * Kafka, I/O or a clock. The caller passes the time.
 */
@NullMarked
package dev.dashline.publisher.publication;

import org.jspecify.annotations.NullMarked;

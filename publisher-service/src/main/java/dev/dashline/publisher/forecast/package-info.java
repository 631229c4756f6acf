/**
 * Predicts, for videos that are still being encoded, which will be late and how many publishers they will need. No
 * Kafka, no I/O, no clock: the caller passes the time. Nothing here decides how an attempt ends.
 */
@NullMarked
package dev.dashline.publisher.forecast;

import org.jspecify.annotations.NullMarked;

/**
 * What can be predicted of videos that are still being encoded: which will be late, and how many publishers they will
 * need. No Kafka, no I/O, no clock: whoever calls says what time it is. Nothing here decides how an attempt ends.
 */
@NullMarked
package dev.dashline.publisher.forecast;

import org.jspecify.annotations.NullMarked;

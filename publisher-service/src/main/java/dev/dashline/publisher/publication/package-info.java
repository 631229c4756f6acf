/**
 * What becomes of a video, decided without Kafka, I/O or a clock: {@link dev.dashline.publisher.publication.Publication} is the state
 * machine of one video. Whoever calls it says what time it is.
 */
@NullMarked
package dev.dashline.publisher.publication;

import org.jspecify.annotations.NullMarked;

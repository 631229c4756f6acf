/**
 * The scheduler's decisions: which task runs next, on how many slots, and which tasks are lost. Pure: no Kafka, no I/O,
 * no clock of its own.
 */
@NullMarked
package dev.dashline.encoder.schedule;

import org.jspecify.annotations.NullMarked;

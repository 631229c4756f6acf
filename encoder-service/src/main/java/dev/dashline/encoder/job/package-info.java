/**
 * The coordinator's decisions: one {@link dev.dashline.encoder.job.EncodingJob} per video. Pure: no Kafka, no I/O, no
 * clock of its own.
 */
@NullMarked
package dev.dashline.encoder.job;

import org.jspecify.annotations.NullMarked;

package dev.dashline.encoder.schedule;

import java.time.Instant;

/**
 * When a task was released, and where to.
 *
 * @param cell number of the cell, from 1
 */
public record Release(Instant at, int cell) {}

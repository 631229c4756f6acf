/**
 * Simulates fleets of encoders: the scheduler's real decisions, in simulated time. Makes the table of
 * {@code docs/scheduling.md}.
 */
@NullMarked
package dev.dashline.systemtests.fleet;

import org.jspecify.annotations.NullMarked;

/**
 * Tasks that encode nothing, but take the time that encoding does, and leave objects where encoding does. Coordinator, share group and
 * leases are the real ones.
 */
@NullMarked
package dev.dashline.encoder.simulated;

import org.jspecify.annotations.NullMarked;

/**
 * Tasks that encode nothing: they take the time that encoding would take and write objects where encoding would write
 * them. Coordinator, share group and leases are the real ones.
 */
@NullMarked
package dev.dashline.encoder.simulated;

import org.jspecify.annotations.NullMarked;

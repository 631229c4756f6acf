/** Faults of the emulator, on purpose: what a plan says goes wrong, slowly or not at all. */
@NullMarked
package dev.dashline.gcsemulator.fault;

import org.jspecify.annotations.NullMarked;

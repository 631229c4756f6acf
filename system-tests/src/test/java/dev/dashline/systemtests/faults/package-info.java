/**
 * Runs the real processes under a seeded schedule of faults, then checks what they left behind. {@link
 * dev.dashline.systemtests.faults.FaultsMain} is the program; docs/reliability.md says what it shows.
 */
@NullMarked
package dev.dashline.systemtests.faults;

import org.jspecify.annotations.NullMarked;

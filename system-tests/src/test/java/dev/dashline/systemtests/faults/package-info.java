/**
 * Runs the real processes under a seeded schedule of faults, then checks what they left behind. {@link
 * dev.dashline.systemtests.faults.FaultsMain} is the program; docs/reliability.md says what it shows.
 *
 * <p>It has more than 25 files, because a fault, the processes that it hits and what is recorded of both are used by
 * one run only, and are package-private for that reason.
 */
@NullMarked
package dev.dashline.systemtests.faults;

import org.jspecify.annotations.NullMarked;

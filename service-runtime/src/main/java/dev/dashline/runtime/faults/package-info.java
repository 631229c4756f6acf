/** Pause points, which let a test stop a process at an exact step. */
@NullMarked
package dev.dashline.runtime.faults;

import org.jspecify.annotations.NullMarked;

/** What lets a test stop a process at an exact step. */
@NullMarked
package dev.dashline.runtime.faults;

import org.jspecify.annotations.NullMarked;

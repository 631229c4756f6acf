@NullMarked
package dev.dashline.runtime.faults;

import org.jspecify.annotations.NullMarked;

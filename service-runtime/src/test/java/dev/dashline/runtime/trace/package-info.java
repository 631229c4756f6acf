@NullMarked
package dev.dashline.runtime.trace;

import org.jspecify.annotations.NullMarked;

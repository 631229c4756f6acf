@NullMarked
package dev.dashline.runtime.metrics;

import org.jspecify.annotations.NullMarked;

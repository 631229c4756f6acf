@NullMarked
package dev.dashline.runtime;

import org.jspecify.annotations.NullMarked;

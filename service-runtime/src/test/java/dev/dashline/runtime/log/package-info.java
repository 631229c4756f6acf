@NullMarked
package dev.dashline.runtime.log;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.runtime.host;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.runtime.store;

import org.jspecify.annotations.NullMarked;

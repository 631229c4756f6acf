@NullMarked
package dev.dashline.store;

import org.jspecify.annotations.NullMarked;

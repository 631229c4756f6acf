/** Object stores: one contract, for {@code gs:} and {@code file:}. */
@NullMarked
package dev.dashline.runtime.store;

import org.jspecify.annotations.NullMarked;

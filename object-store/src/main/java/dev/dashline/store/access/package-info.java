/** All object stores as one, within what this deployment may touch. */
@NullMarked
package dev.dashline.store.access;

import org.jspecify.annotations.NullMarked;

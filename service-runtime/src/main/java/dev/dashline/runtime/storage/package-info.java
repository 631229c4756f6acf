/** The settings of object stores: where sources and outputs are, and what may be read of them. */
@NullMarked
package dev.dashline.runtime.storage;

import org.jspecify.annotations.NullMarked;

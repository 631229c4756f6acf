/** The settings of object stores: where sources and outputs are, and which sources may be read. */
@NullMarked
package dev.dashline.runtime.storage;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.runtime.storage;

import org.jspecify.annotations.NullMarked;

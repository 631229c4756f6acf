@NullMarked
package dev.dashline.store.file;

import org.jspecify.annotations.NullMarked;

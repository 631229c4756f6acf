@NullMarked
package dev.dashline.schemas;

import org.jspecify.annotations.NullMarked;

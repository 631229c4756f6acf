@NullMarked
package dev.dashline.publisher;

import org.jspecify.annotations.NullMarked;

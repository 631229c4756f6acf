@NullMarked
package dev.dashline.publisher.pool;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.schemas.retry;

import org.jspecify.annotations.NullMarked;

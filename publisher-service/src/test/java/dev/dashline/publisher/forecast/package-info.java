@NullMarked
package dev.dashline.publisher.forecast;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.publisher.store;

import org.jspecify.annotations.NullMarked;

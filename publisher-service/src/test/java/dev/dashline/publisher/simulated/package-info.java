@NullMarked
package dev.dashline.publisher.simulated;

import org.jspecify.annotations.NullMarked;

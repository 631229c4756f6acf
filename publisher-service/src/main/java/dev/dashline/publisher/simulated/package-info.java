/** Publishers that publish nothing, but take as long as real ones. */
@NullMarked
package dev.dashline.publisher.simulated;

import org.jspecify.annotations.NullMarked;

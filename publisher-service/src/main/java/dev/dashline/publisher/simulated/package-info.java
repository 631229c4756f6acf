/** Publishers that publish nothing, but take the time that real ones do. */
@NullMarked
package dev.dashline.publisher.simulated;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.encoder.simulated;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.encoder.worker;

import org.jspecify.annotations.NullMarked;

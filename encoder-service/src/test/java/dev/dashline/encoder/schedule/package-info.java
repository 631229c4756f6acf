@NullMarked
package dev.dashline.encoder.schedule;

import org.jspecify.annotations.NullMarked;

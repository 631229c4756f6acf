@NullMarked
package dev.dashline.encoder.task;

import org.jspecify.annotations.NullMarked;

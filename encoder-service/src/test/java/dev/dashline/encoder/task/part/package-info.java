@NullMarked
package dev.dashline.encoder.task.part;

import org.jspecify.annotations.NullMarked;

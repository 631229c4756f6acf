@NullMarked
package dev.dashline.encoder.task.upload;

import org.jspecify.annotations.NullMarked;

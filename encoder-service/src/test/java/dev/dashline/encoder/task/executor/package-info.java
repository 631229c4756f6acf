@NullMarked
package dev.dashline.encoder.task.executor;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.encoder.job;

import org.jspecify.annotations.NullMarked;

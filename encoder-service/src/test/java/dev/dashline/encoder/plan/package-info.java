@NullMarked
package dev.dashline.encoder.plan;

import org.jspecify.annotations.NullMarked;

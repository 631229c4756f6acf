@NullMarked
package dev.dashline.encoder.source;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.encoder.media;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.encoder.group;

import org.jspecify.annotations.NullMarked;

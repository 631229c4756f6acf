@NullMarked
package dev.dashline.media.plan;

import org.jspecify.annotations.NullMarked;

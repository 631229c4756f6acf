@NullMarked
package dev.dashline.media.manifest;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.dashline.embedded.gcs;

import org.jspecify.annotations.NullMarked;

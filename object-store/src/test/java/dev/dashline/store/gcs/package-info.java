@NullMarked
package dev.dashline.store.gcs;

import org.jspecify.annotations.NullMarked;

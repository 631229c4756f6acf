/** Google Cloud Storage as an object store. */
@NullMarked
package dev.dashline.store.gcs;

import org.jspecify.annotations.NullMarked;

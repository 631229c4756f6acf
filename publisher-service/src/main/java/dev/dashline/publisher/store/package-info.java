/** Publishing into an object store: verify everything, then write the manifest last. */
@NullMarked
package dev.dashline.publisher.store;

import org.jspecify.annotations.NullMarked;

/**
 * The interface of all object stores. Knows no Kafka and none of its implementations. A store for another scheme is a
 * package beside {@code file} and {@code gcs}, an entry in {@link dev.dashline.store.access.ObjectStores}, and what
 * docs/storage.md lists under "A new object store".
 */
@NullMarked
package dev.dashline.store;

import org.jspecify.annotations.NullMarked;

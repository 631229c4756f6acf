/**
 * Object stores: the contract that all of them keep. Knows no Kafka. A store for another scheme is a package beside
 * {@code file} and {@code gcs}, and a line in {@link dev.dashline.store.access.ObjectStores}.
 */
@NullMarked
package dev.dashline.store;

import org.jspecify.annotations.NullMarked;

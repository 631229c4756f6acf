/**
 * Uploads: parts as objects, which any replica may add to, and one object at the end. Knows no HTTP and no Kafka.
 *
 * <p>All that is known of an upload is in the object store. Each object is created once and never changed, so replicas
 * need no locks: of two that write the same part, the store lets one.
 */
@NullMarked
package dev.dashline.ingest.upload;

import org.jspecify.annotations.NullMarked;

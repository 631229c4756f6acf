/** A Kafka broker and a schema registry on one machine, for development and tests. */
@NullMarked
package dev.dashline.embedded;

import org.jspecify.annotations.NullMarked;

/** What a fleet gets from its platform, on one machine, for development and tests: a Kafka broker and a schema registry. */
@NullMarked
package dev.dashline.embedded;

import org.jspecify.annotations.NullMarked;

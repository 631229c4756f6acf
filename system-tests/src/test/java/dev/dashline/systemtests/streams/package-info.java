/** What tests and benchmarks ask of the Kafka Streams applications of services. */
@NullMarked
package dev.dashline.systemtests.streams;

import org.jspecify.annotations.NullMarked;

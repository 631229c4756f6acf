/** What waits and runs, read from the brokers: for {@code dashline lag} and for gauges. */
@NullMarked
package dev.dashline.runtime.backlog;

import org.jspecify.annotations.NullMarked;

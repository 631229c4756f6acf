/**
 * Checks the results of a run against the invariants of docs/reliability.md: the answers that clients got, the
 * records of the topics and the objects of the store. It asks no service.
 */
@NullMarked
package dev.dashline.systemtests.history;

import org.jspecify.annotations.NullMarked;

/**
 * The worker of a process. It is one member of each lane's share group: takes a task out of the queue when a slot is
 * free, tells that it begins, runs it, and tells how it ended. Its heartbeat names every task that it holds.
 */
@NullMarked
package dev.dashline.encoder.worker;

import org.jspecify.annotations.NullMarked;

/**
 * All threads of a service. {@link dev.dashline.runtime.threads.Supervisor} starts them, sees every failure of theirs,
 * counts it as {@code dashline.thread.failures}, and stops them. No other class of a service makes a thread or an
 * executor.
 */
@NullMarked
package dev.dashline.runtime.threads;

import org.jspecify.annotations.NullMarked;

/**
 * Checks what a run has left behind against the invariants of docs/reliability.md: what clients were told, what the topics hold, and what
 * the store holds. Never what a service says of itself.
 */
@NullMarked
package dev.dashline.systemtests.history;

import org.jspecify.annotations.NullMarked;

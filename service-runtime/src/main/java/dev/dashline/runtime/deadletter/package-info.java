/**
 * Records that cannot be processed: how they are told from outages and from records of a later version, which wait, and
 * what is reported of them, so that each costs only itself.
 */
@NullMarked
package dev.dashline.runtime.deadletter;

import org.jspecify.annotations.NullMarked;

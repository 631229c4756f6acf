/**
 * The storage contract: where the objects of an attempt are, how they are named and served, what an inventory says, and
 * how a public manifest tells which attempt it belongs to. The encoder writes by it, the publisher reads by it. Knows
 * no object store.
 */
@NullMarked
package dev.dashline.schemas.storage;

import org.jspecify.annotations.NullMarked;

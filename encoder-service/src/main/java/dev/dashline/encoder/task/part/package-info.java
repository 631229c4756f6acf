/** What one task hands to the next through the object store: parts, their inventories, and how they join. */
@NullMarked
package dev.dashline.encoder.task.part;

import org.jspecify.annotations.NullMarked;

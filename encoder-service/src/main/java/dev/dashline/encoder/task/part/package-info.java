/** What one task passes to the next through the object store: parts, their inventories, and how parts are joined. */
@NullMarked
package dev.dashline.encoder.task.part;

import org.jspecify.annotations.NullMarked;

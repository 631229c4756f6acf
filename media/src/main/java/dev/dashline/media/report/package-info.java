/** What was understood of a source, and what was done about it, as data. Knows nothing of other packages. */
@NullMarked
package dev.dashline.media.report;

import org.jspecify.annotations.NullMarked;

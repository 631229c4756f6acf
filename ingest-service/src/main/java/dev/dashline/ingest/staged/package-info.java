/** What encoders have left in the private root for people to see. */
@NullMarked
package dev.dashline.ingest.staged;

import org.jspecify.annotations.NullMarked;

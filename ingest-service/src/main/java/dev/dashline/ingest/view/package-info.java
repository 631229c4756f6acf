/** What clients see of videos, as JSON; pure. */
@NullMarked
package dev.dashline.ingest.view;

import org.jspecify.annotations.NullMarked;

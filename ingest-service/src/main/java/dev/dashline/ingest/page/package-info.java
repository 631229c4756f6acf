/** The page for people: its files, and on one machine the videos that it plays. Knows nothing of what the API does. */
@NullMarked
package dev.dashline.ingest.page;

import org.jspecify.annotations.NullMarked;

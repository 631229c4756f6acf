/** What happens to a request before an operation sees it: how it comes in, from whom, and when all of it is there. */
@NullMarked
package dev.dashline.ingest.connection;

import org.jspecify.annotations.NullMarked;

/** Parses a client's JSON into a request, or into all of its errors. Pure. */
@NullMarked
package dev.dashline.ingest.request;

import org.jspecify.annotations.NullMarked;

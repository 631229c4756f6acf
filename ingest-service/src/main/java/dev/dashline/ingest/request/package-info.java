/** From a client's JSON to a request, or to everything that is wrong with it. Pure. */
@NullMarked
package dev.dashline.ingest.request;

import org.jspecify.annotations.NullMarked;

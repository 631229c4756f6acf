/** Uploads over HTTP: tus 1.0, and files in one request. */
@NullMarked
package dev.dashline.ingest.http.tus;

import org.jspecify.annotations.NullMarked;

/** The operations of the API, but for uploads: each class has the routes of some that belong together. */
@NullMarked
package dev.dashline.ingest.http.operation;

import org.jspecify.annotations.NullMarked;

/** What a client of a running deployment does: asks ingest-service over HTTP, or reads public topics. */
@NullMarked
package dev.dashline.cli.client;

import org.jspecify.annotations.NullMarked;

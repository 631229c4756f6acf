/** The HTTP API and the page that lists videos, as {@code docs/api.md} and {@code openapi.yaml} describe them. */
@NullMarked
package dev.dashline.ingest.http;

import org.jspecify.annotations.NullMarked;

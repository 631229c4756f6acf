/** The HTTP API and the page for people. What it means is in {@code docs/api.md} and {@code openapi.yaml}. */
@NullMarked
package dev.dashline.ingest.http;

import org.jspecify.annotations.NullMarked;

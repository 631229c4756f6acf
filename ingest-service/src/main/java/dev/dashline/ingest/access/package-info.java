/**
 * Who asks, and what he may do. No Kafka, no HTTP server, no clock of its own; fetches nothing but the public keys of
 * an issuer of tokens.
 */
@NullMarked
package dev.dashline.ingest.access;

import org.jspecify.annotations.NullMarked;

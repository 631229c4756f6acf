package dev.dashline.media.plan;

import java.net.URI;

/**
 * The bytes that a plan is for. Every read of the source is pinned to them.
 *
 * @param generation of the store that the source is in: it changes with the content
 * @param bytes size of the source
 */
public record SourcePin(URI uri, long generation, long bytes) {}

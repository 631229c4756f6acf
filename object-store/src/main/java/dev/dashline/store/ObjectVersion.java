package dev.dashline.store;

import java.net.URI;

/**
 * Which content an object has, without its checksum.
 *
 * @param uri its name
 * @param size bytes
 * @param generation as {@link StoredObject#generation()}
 */
public record ObjectVersion(URI uri, long size, long generation) {}

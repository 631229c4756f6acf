package dev.dashline.schemas.storage;

import java.net.URI;

/**
 * Where an object goes, and how it is served from there.
 *
 * @param uri its name
 * @param mediaType its media type
 * @param cacheControl value of the header {@code Cache-Control}
 */
public record ObjectTarget(URI uri, String mediaType, String cacheControl) {}

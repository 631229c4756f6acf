package dev.dashline.store;

/**
 * How an object is served over HTTP.
 *
 * @param contentType media type
 * @param cacheControl value of the header {@code Cache-Control}
 */
public record ObjectAttributes(String contentType, String cacheControl) {}

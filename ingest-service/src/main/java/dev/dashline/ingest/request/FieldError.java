package dev.dashline.ingest.request;

/**
 * An error of one field.
 *
 * @param field its place in the body, as {@code subtitles[0].language}; empty for the body itself
 * @param message what it must be: "must be …"
 */
public record FieldError(String field, String message) {}

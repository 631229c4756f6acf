package dev.dashline.ingest.video;

import java.util.Optional;

/**
 * Asks for one page of a list of videos.
 *
 * @param after the page begins behind this place; empty for the first page
 * @param limit the most videos that the page may have; 1 at least
 */
public record VideoQuery(VideoFilter filter, Optional<Position> after, int limit) {}

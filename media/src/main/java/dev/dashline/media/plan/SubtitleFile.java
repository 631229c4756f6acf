package dev.dashline.media.plan;

import java.net.URI;
import java.util.Optional;

/**
 * A text track in a file of its own, WebVTT or SubRip.
 *
 * @param language BCP 47 tag
 * @param label what a player's menu shows; empty for the language's own name
 */
public record SubtitleFile(URI uri, String language, Optional<String> label) {}

package dev.dashline.media.plan;

import dev.dashline.media.profile.EncodingProfile.Encoder;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import java.util.Optional;

/**
 * One rendition of the video.
 *
 * @param id names the rendition and its folder, such as {@code v720}
 * @param shape both sides are even
 * @param level of the codec, such as {@code 4.0}; empty if the encoder chooses
 */
public record Rung(String id, Shape shape, RateControl rate, Encoder encoder, Optional<String> level) {}

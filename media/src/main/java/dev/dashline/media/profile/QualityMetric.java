package dev.dashline.media.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the pictures of a rung are compared with the pictures that its encoder got. */
public enum QualityMetric {
    /** Structural similarity of all planes, from 0 to 1. */
    SSIM,
    /**
     * Perceptually weighted peak signal-to-noise ratio, in decibels; luma has four times the weight of a chroma plane.
     */
    XPSNR;

    /** Its name in profiles and events. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<QualityMetric> parse(String text) {
        return Stream.of(values()).filter(metric -> metric.text().equals(text)).findFirst();
    }
}

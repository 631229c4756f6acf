package dev.dashline.media.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the pictures of a rung are compared with what its encoder was given. */
public enum QualityMetric {
    /** Structural similarity of all planes, from 0 to 1. */
    SSIM,
    /** Perceptually weighted peak signal-to-noise ratio, decibels; luma counts four times as much as a plane of colour. */
    XPSNR;

    /** Its name in profiles and events. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<QualityMetric> parse(String text) {
        return Stream.of(values()).filter(metric -> metric.text().equals(text)).findFirst();
    }
}

package dev.dashline.cli.stack;

import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.runtime.Service;
import java.util.Map;

/** What encodes and publishes in a stack. */
public interface StackServices {

    /** FFmpeg, and publishers for object stores. */
    StackServices REAL = new StackServices() {};

    /** Whether the machine needs FFmpeg for it. */
    default boolean usesFfmpeg() {
        return true;
    }

    /** What the environments of all services say beyond what those of every stack do; stronger than that. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** An encoder-service that is not started. */
    default Service encoder(EncoderConfig config) {
        return EncoderService.of(config);
    }

    /** A publisher-service that is not started. */
    default Service publisher(PublisherConfig config) {
        return PublisherService.of(config);
    }

    /** Meters that are no service's own, in Prometheus' text format. */
    default String scrape() {
        return "";
    }
}

package dev.dashline.cli.stack;

import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.runtime.Service;
import java.util.Map;

/** The services that encode and publish in a stack. */
public interface StackServices {

    /** FFmpeg, and publishers for object stores. */
    StackServices REAL = new StackServices() {};

    /** Whether the machine needs FFmpeg for it. */
    default boolean usesFfmpeg() {
        return true;
    }

    /** Settings for all services; they override those of the stack. */
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

    /** Metrics that belong to no service, in Prometheus' text format. */
    default String scrape() {
        return "";
    }
}

package dev.dashline.encoder;

import dev.dashline.events.VideoRequested;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Puts down what tasks cost, whatever became of them, to who pays for the video. There are no more payers than the
 * settings say, since each is a series of metrics and clients choose their labels. Safe for use by many threads.
 */
final class Costs {

    /** All payers that there is no room for. */
    private static final String OTHER = "other";

    private static final double NANOS = 1e9;

    private final CostSettings settings;
    private final MeterRegistry meters;
    private final Set<String> payers = new HashSet<>();

    Costs(CostSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        processorTime(CostSettings.NOBODY); // so that there is something to see before the first task
        bytes(CostSettings.NOBODY);
    }

    /**
     * Adds what one task cost.
     *
     * @param busy processor time of FFmpeg and ffprobe
     * @param stored bytes that the task stored
     */
    void add(VideoRequested request, Duration busy, long stored) {
        String payer = known(settings.payer().apply(request));
        processorTime(payer).increment(busy.toNanos() / NANOS);
        bytes(payer).increment((double) stored);
    }

    private String known(String payer) {
        synchronized (payers) {
            boolean known = payers.contains(payer) || (payers.size() < settings.most() && payers.add(payer));
            return known ? payer : OTHER;
        }
    }

    private Counter processorTime(String payer) {
        return Counter.builder("dashline.cost.processor.seconds")
                .description("Seconds for which FFmpeg kept processors busy, by who pays, failed tasks as well")
                .tag("payer", payer)
                .register(meters);
    }

    private Counter bytes(String payer) {
        return Counter.builder("dashline.cost.stored.bytes")
                .description("Bytes of segments and subtitles that tasks stored, by who pays")
                .tag("payer", payer)
                .register(meters);
    }
}

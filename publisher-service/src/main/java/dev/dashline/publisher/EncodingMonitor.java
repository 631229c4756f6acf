package dev.dashline.publisher;

import dev.dashline.events.VideoProgress;
import dev.dashline.publisher.forecast.EncodingForecast;
import dev.dashline.publisher.forecast.EncodingForecast.LateEncoding;
import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.runtime.log.LogContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts the encodings that {@link EncodingForecast} predicts to be late. Safe for use by any thread. */
final class EncodingMonitor implements ExpectationListener {

    private static final Logger log = LoggerFactory.getLogger(EncodingMonitor.class);

    private final EncodingForecast forecast = new EncodingForecast();
    private long predictedLate;

    @Override
    public synchronized void expect(String videoId, Optional<ExpectedPublication> expected) {
        forecast.expect(videoId, expected);
    }

    @Override
    public void restore(String videoId, ExpectedPublication expected) {
        expect(videoId, Optional.of(expected));
    }

    synchronized void progress(VideoProgress event) {
        forecast.apply(event).ifPresent(this::predictedLate);
    }

    /** How many attempts were predicted to be late since the start. */
    synchronized long predictedLate() {
        return predictedLate;
    }

    private void predictedLate(LateEncoding late) {
        predictedLate++;
        try (LogContext ignored = LogContext.of(late.videoId(), late.attempt())) {
            log.atWarn()
                    .addKeyValue("deadline", late.deadline())
                    .addKeyValue("encodingLeft", late.timeLeft())
                    .log("video predicted late: encoding will not end before its deadline");
        }
    }
}

package dev.dashline.publisher.forecast;

import java.util.Optional;

/** Learns which videos will need publishers. Thread-safe; does not block. */
public interface ExpectationListener {

    /** Sets what is expected of a video from now on; empty if nothing is until it is requested again. A hint. */
    void expect(String videoId, Optional<ExpectedPublication> expected);

    /**
     * Sets what is expected of a video that was requested while another replica had its partition: it does not arrive
     * now.
     */
    void restore(String videoId, ExpectedPublication expected);

    /** Hands everything to both. */
    default ExpectationListener and(ExpectationListener other) {
        ExpectationListener first = this;
        return new ExpectationListener() {
            @Override
            public void expect(String videoId, Optional<ExpectedPublication> expected) {
                first.expect(videoId, expected);
                other.expect(videoId, expected);
            }

            @Override
            public void restore(String videoId, ExpectedPublication expected) {
                first.restore(videoId, expected);
                other.restore(videoId, expected);
            }
        };
    }
}

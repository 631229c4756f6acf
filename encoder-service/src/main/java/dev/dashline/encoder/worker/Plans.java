package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncodingPlan;

/** What follows from a plan. */
final class Plans {

    private Plans() {}

    /** Expected duration of the output video, milliseconds. */
    static long durationMillis(EncodingPlan plan) {
        return plan.getFrames() * 1_000 * plan.getFrameRateDen() / plan.getFrameRateNum();
    }
}

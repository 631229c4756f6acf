package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;

/** When a round of a loop follows another. Called by the loop's thread. */
interface Rhythm {

    /** One round; if it fails, that is for good. */
    Rhythm ONCE = new Rhythm() {
        @Override
        public Optional<Duration> afterSuccess() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> afterFailure(long nanos) {
            return Optional.empty();
        }

        @Override
        public boolean interruptedByStop() {
            return true;
        }

        @Override
        public boolean isEssential() {
            return true;
        }
    };

    /** The pause between a round that went well and the next; empty if there is no next. */
    Optional<Duration> afterSuccess();

    /**
     * The pause between a round that failed and the next; empty if the failure is fatal.
     *
     * @param nanos now, by a clock that nobody sets
     */
    Optional<Duration> afterFailure(long nanos);

    /** Whether rounds may be interrupted. If not, {@link Work#wakeUp} makes them end. */
    boolean interruptedByStop();

    /** Whether the service is of no use while the loop pauses after a failure. */
    boolean isEssential();

    /** Rounds that follow each other at once, and after a failure with a growing pause. */
    static Rhythm restless(FailureLimit limit) {
        FailureHistory history = new FailureHistory(limit);
        return new Rhythm() {
            @Override
            public Optional<Duration> afterSuccess() {
                return Optional.of(Duration.ZERO);
            }

            @Override
            public Optional<Duration> afterFailure(long nanos) {
                return history.failed(nanos);
            }

            @Override
            public boolean interruptedByStop() {
                return false;
            }

            @Override
            public boolean isEssential() {
                return limit.failures() < Integer.MAX_VALUE;
            }
        };
    }

    /** A round after each period, however the last one ended. */
    static Rhythm every(Duration period) {
        return new Rhythm() {
            @Override
            public Optional<Duration> afterSuccess() {
                return Optional.of(period);
            }

            @Override
            public Optional<Duration> afterFailure(long nanos) {
                return Optional.of(period);
            }

            @Override
            public boolean interruptedByStop() {
                return true;
            }

            @Override
            public boolean isEssential() {
                return false;
            }
        };
    }
}

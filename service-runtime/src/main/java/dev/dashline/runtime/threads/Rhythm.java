package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;

/** Determines when the next round of a loop starts. Called by the thread of the loop. */
interface Rhythm {

    /** One round, whose failure is fatal. */
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

    /** The pause after a successful round; empty if no round follows. */
    Optional<Duration> afterSuccess();

    /**
     * The pause after a failed round; empty if the failure is fatal.
     *
     * @param nanos the time now, by a monotonic clock
     */
    Optional<Duration> afterFailure(long nanos);

    /** Whether rounds may be interrupted. If not, {@link Work#wakeUp} ends them. */
    boolean interruptedByStop();

    /** Whether the service is not ready while the loop pauses after a failure. */
    boolean isEssential();

    /** Rounds without a pause between them; after a failure, with a growing pause. */
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

    /** A round, then a pause of this length, whether or not the round failed. */
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

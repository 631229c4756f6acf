package dev.dashline.systemtests.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a video was where, on its way through the services or through something that is compared with them.
 *
 * @param tasks in the order in which one followed from the other
 */
record Passage(Instant requestedAt, List<Turn> tasks, Instant publishedAt) {

    /**
     * A task.
     *
     * @param releasedAt when it was given to the workers
     * @param begunAt when a worker had it to itself
     * @param endedAt when the worker had done it
     */
    record Turn(Instant releasedAt, Instant begunAt, Instant endedAt) {}

    /** What lies between two events that different processes, or parts of one, bring about. */
    enum Hop {
        REQUEST("requested → first task released") {
            @Override
            Stream<Duration> of(Passage passage) {
                return Stream.of(Duration.between(passage.requestedAt, passage.tasks.get(0).releasedAt));
            }
        },
        LEASE("task released → begun") {
            @Override
            Stream<Duration> of(Passage passage) {
                return passage.tasks.stream().map(task -> Duration.between(task.releasedAt, task.begunAt));
            }
        },
        NEXT("task ended → next one released") {
            @Override
            Stream<Duration> of(Passage passage) {
                return IntStream.range(1, passage.tasks.size())
                        .mapToObj(number -> Duration.between(
                                passage.tasks.get(number - 1).endedAt, passage.tasks.get(number).releasedAt));
            }
        },
        PUBLISHED("last task ended → published") {
            @Override
            Stream<Duration> of(Passage passage) {
                return Stream.of(
                        Duration.between(passage.tasks.get(passage.tasks.size() - 1).endedAt, passage.publishedAt));
            }
        },
        ALL("requested → published") {
            @Override
            Stream<Duration> of(Passage passage) {
                return Stream.of(Duration.between(passage.requestedAt, passage.publishedAt));
            }
        };

        private final String title;

        Hop(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** How long a video took for it, each time that it came there. */
        abstract Stream<Duration> of(Passage passage);

        /** The time that so large a share of all videos did not exceed, in milliseconds. */
        double percentile(List<Passage> passages, double share) {
            List<Duration> sorted = passages.stream().flatMap(this::of).sorted().toList();
            int index = Math.min((int) (sorted.size() * share), sorted.size() - 1);
            return sorted.get(index).toNanos() / 1e6;
        }
    }
}

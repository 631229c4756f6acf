package dev.dashline.encoder.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which videos cannot all be in time, and which of them have to wait so that as many as possible are: the rule of Moore
 * and Hodgson, with all slots together as one machine. One instance judges once. Pure.
 */
final class Feasibility {

    /** Videos without a deadline give way before they take more than this share of the time that one with it has. */
    private static final double SHARE_OF_OTHERS = 0.5;

    /** How much of the time left may be kept in reserve. */
    private static final double MOST_RESERVE = 0.5;

    private final Instant now;
    private final double slots;
    private final double reserve;
    private final Set<String> behind = new HashSet<>();
    private final Set<String> atRisk = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    /** What may be put behind, the largest first: videos with a deadline, and the others. */
    private final PriorityQueue<Need> hard = largestFirst();

    private final PriorityQueue<Need> soft = largestFirst();
    private int late;
    /** When all work so far is done, milliseconds from now. */
    private double elapsed;

    private Feasibility(int slots, Duration reserve, Instant now) {
        this.slots = slots;
        this.reserve = reserve.toMillis();
        this.now = now;
    }

    /**
     * What one video still needs.
     *
     * @param due when it should be encoded
     * @param hard whether it fails if it is late
     * @param afterStart how long it may take once its encoding has started, if that is what counts, and it has not
     * @param workMillis slot time that is left, milliseconds
     */
    record Need(String videoId, Instant due, boolean hard, Optional<Duration> afterStart, double workMillis) {}

    /**
     * The result.
     *
     * @param behind videos that have to go behind all others
     * @param atRisk videos with a deadline that have to go behind all others with one
     * @param late how many of those with a deadline will miss it
     * @param held videos whose encoding must not start yet, because more urgent work would make them late
     */
    record Verdict(Set<String> behind, Set<String> atRisk, int late, Set<String> held) {

        /** Everything can be in time. */
        static final Verdict FINE = new Verdict(Set.of(), Set.of(), 0, Set.of());
    }

    /**
     * Judges.
     *
     * @param slots how many slots there are, 1 or more
     * @param reserve by how much earlier than necessary all should be done, since a few tasks take long
     */
    static Verdict of(List<Need> needs, int slots, Duration reserve, Instant now) {
        Feasibility all = new Feasibility(slots, reserve, now);
        needs.stream()
                .filter(need -> need.workMillis() > 0)
                .sorted(Comparator.comparing(Need::due))
                .forEach(all::add);
        return new Verdict(all.behind, all.atRisk, all.late, all.held);
    }

    private void add(Need need) {
        double time = need.workMillis() / slots;
        double left = Duration.between(now, need.due()).toMillis();
        if (need.hard() && time > left) {
            behind.add(need.videoId());
            late++;
        } else if (wouldStartTooEarly(need, time)) {
            held.add(need.videoId());
        } else {
            elapsed += time;
            (need.hard() ? hard : soft).add(need);
            if (need.hard()) {
                makeRoom(time, left);
            }
        }
    }

    /** Whether it can be in time, but not if it starts now. */
    private boolean wouldStartTooEarly(Need need, double time) {
        double may = need.afterStart().map(Duration::toMillis).orElse(Long.MAX_VALUE);
        return time <= may && elapsed + time > may;
    }

    private void makeRoom(double time, double left) {
        while (elapsed - time > SHARE_OF_OTHERS * (left - time) && !soft.isEmpty()) {
            remove(soft, behind);
        }
        double until = Math.max(time, left - Math.min(reserve, MOST_RESERVE * left));
        while (elapsed > until && !hard.isEmpty()) {
            remove(hard, atRisk);
            late++;
        }
    }

    private void remove(PriorityQueue<Need> from, Set<String> to) {
        Need largest = from.remove();
        to.add(largest.videoId());
        elapsed -= largest.workMillis() / slots;
    }

    private static PriorityQueue<Need> largestFirst() {
        return new PriorityQueue<>(Comparator.comparingDouble(Need::workMillis).reversed());
    }
}

package dev.dashline.publisher.forecast;

import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Predicts which videos will be late for want of a publisher, and says so once for each. The calculation is optimistic,
 * so that what it predicts comes true: it takes every video as encoded by now, and gives the most urgent one the
 * publisher that is ready first. Not thread-safe.
 */
public final class PublisherForecast {

    private final Set<PublicationOrder.Id> predicted = new HashSet<>();
    private long predictedLate;

    /** A video that needs a publisher before a moment. */
    public record Need(PublicationOrder.Id id, Instant deadline) {}

    /**
     * The needs that are predicted for the first time not to be met, while there is still time to act.
     *
     * @param ready when publishers that exist will be ready, each for one video
     * @param another when any further one would be
     */
    public List<Need> newlyUnmet(List<Need> needs, List<Instant> ready, Instant another, Instant now) {
        List<Need> news = unmet(needs, ready, another).stream()
                .filter(need -> now.isBefore(need.deadline()) && predicted.add(need.id()))
                .toList();
        predictedLate += news.size();
        return news;
    }

    /** Forgets the attempts that have ended. */
    public void retainIf(Predicate<PublicationOrder.Id> isOpen) {
        predicted.removeIf(isOpen.negate());
    }

    /** How many attempts were predicted to be late since the start. */
    public long predictedLate() {
        return predictedLate;
    }

    static List<Need> unmet(List<Need> needs, List<Instant> ready, Instant another) {
        List<Instant> supply = ready.stream().sorted().toList();
        List<Need> unmet = new ArrayList<>();
        int taken = 0;
        for (Need need :
                needs.stream().sorted(Comparator.comparing(Need::deadline)).toList()) {
            Instant available = taken < supply.size() ? supply.get(taken) : another;
            if (available.isBefore(need.deadline())) {
                taken++;
            } else {
                unmet.add(need);
            }
        }
        return unmet;
    }
}

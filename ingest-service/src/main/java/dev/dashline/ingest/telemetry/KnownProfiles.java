package dev.dashline.ingest.telemetry;

import dev.dashline.events.ProfileSet;
import dev.dashline.events.ProfileSummary;
import dev.dashline.ingest.telemetry.EncoderTelemetry.Heard;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that encoders know: their heartbeats name a set, and the sets have been announced. Safe for use by any
 * thread.
 */
public final class KnownProfiles {

    private final EncoderTelemetry encoders;
    private final Map<String, ProfileSet> sets = new ConcurrentHashMap<>();
    private volatile @Nullable ProfileSet newest;

    /**
     * A profile that a request may name.
     *
     * @param encoders how many encoders know it; fewer than there are while it is rolled out
     */
    public record Offer(ProfileSummary profile, int encoders) {}

    /** @param encoders tells which sets count */
    public KnownProfiles(EncoderTelemetry encoders) {
        this.encoders = encoders;
    }

    /** Takes what was announced, in that order; empty if it cannot be read. */
    public void put(String fingerprint, Optional<ProfileSet> set) {
        set.ifPresentOrElse(it -> sets.put(fingerprint, it), () -> sets.remove(fingerprint));
        newest = set.orElse(newest);
    }

    /** How many encoders there are, whatever they know. */
    public int encoders() {
        return encoders.workers().size();
    }

    /**
     * What encoders know, by name, and of a name first what most know. Without an encoder that tells, it is what was
     * announced last: encoders may come when there is work.
     */
    public List<Offer> offers() {
        Map<ProfileSummary, Long> knownBy = encoders.workers().stream()
                .map(this::set)
                .flatMap(Optional::stream)
                .map(ProfileSet::getProfiles)
                .flatMap(Collection::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        @Nullable ProfileSet last = newest;
        if (knownBy.isEmpty() && last != null) {
            return last.getProfiles().stream()
                    .map(profile -> new Offer(profile, 0))
                    .toList();
        }
        return knownBy.entrySet().stream()
                .map(known -> new Offer(known.getKey(), known.getValue().intValue()))
                .sorted(Comparator.comparing((Offer offer) -> offer.profile().getName())
                        .thenComparing(Offer::encoders, Comparator.reverseOrder()))
                .toList();
    }

    /**
     * What is wrong with the name of a profile, to be read after the word profile; empty if nothing is. Any name is
     * right unless it is certain that no encoder knows it: all were heard, and what each knows has been read.
     */
    public Optional<String> problem(String name) {
        List<Heard> all = encoders.workers();
        List<ProfileSet> known =
                all.stream().map(this::set).flatMap(Optional::stream).toList();
        if (!encoders.isComplete() || all.isEmpty() || known.size() < all.size()) {
            return Optional.empty();
        }
        TreeSet<String> names = known.stream()
                .flatMap(set -> set.getProfiles().stream())
                .map(ProfileSummary::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        return names.contains(name)
                ? Optional.empty()
                : Optional.of("must be one that encoders know: " + String.join(", ", names));
    }

    private Optional<ProfileSet> set(Heard heard) {
        return Optional.ofNullable(sets.get(heard.heartbeat().getProfiles()));
    }
}

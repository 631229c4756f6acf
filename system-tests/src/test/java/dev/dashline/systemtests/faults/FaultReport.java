package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoRequested;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.Invariant;
import dev.dashline.systemtests.history.LoggedEvent;
import dev.dashline.systemtests.history.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The result of a run, in Markdown.
 *
 * @param missed scheduled faults that never found a target
 * @param heldUp for each fault, how long it was until all attempts that were under way had moved on
 * @param facts further results, one line each
 */
record FaultReport(
        FaultRunOptions options,
        History history,
        List<InjectedFault> injected,
        List<FleetFault> missed,
        List<Violation> violations,
        Map<InjectedFault, Duration> heldUp,
        List<String> facts) {

    private record Span(Instant from, Instant to) {}

    /** Whether every scheduled fault happened and no invariant was violated. */
    boolean isGood() {
        return missed.isEmpty() && violations.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        facts.forEach(fact -> text.append(fact).append("\n"));
        text.append("\n| Fault | Times | Requests under way | Longest recovery | Until all had ended |\n")
                .append("|---|---:|---:|---:|---:|\n");
        List<Span> spans = spans();
        Map<FleetFault, List<InjectedFault>> byFault = new EnumMap<>(FleetFault.class);
        injected.forEach(each ->
                byFault.computeIfAbsent(each.fault(), none -> new ArrayList<>()).add(each));
        byFault.forEach((fault, times) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f s | %.1f s |%n",
                fault.text(),
                times.size(),
                times.stream().mapToInt(InjectedFault::open).sum(),
                longest(times, each -> heldUp.getOrDefault(each, Duration.ZERO)),
                longest(times, each -> untilEnded(spans, each.at())))));
        missed.forEach(fault -> text.append("\nThis fault never found a target: ")
                .append(fault.text())
                .append("\n"));
        text.append("\n| Invariant | Violations |\n|---|---:|\n");
        for (Invariant invariant : Invariant.values()) {
            long count = violations.stream()
                    .filter(each -> each.invariant() == invariant)
                    .count();
            text.append("| ").append(invariant).append(" | ").append(count).append(" |\n");
        }
        violations.forEach(each -> text.append("\n- ").append(each));
        return text.toString();
    }

    /** Seconds. */
    private static double longest(List<InjectedFault> times, Function<InjectedFault, Duration> measure) {
        return times.stream().map(measure).mapToLong(Duration::toMillis).max().orElse(0) / 1_000.0;
    }

    /**
     * The time from the fault until the last attempt that was open then has ended, whatever else happened meanwhile.
     */
    private static Duration untilEnded(List<Span> spans, Instant fault) {
        return spans.stream()
                .filter(span -> span.from().isBefore(fault) && span.to().isAfter(fault))
                .map(span -> Duration.between(fault, span.to()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private List<Span> spans() {
        Map<AttemptId, Instant> from = new HashMap<>();
        for (LoggedEvent<VideoRequested> each : history.requests()) {
            from.putIfAbsent(
                    new AttemptId(each.event().getVideoId(), each.event().getAttempt()), each.timestamp());
        }
        Map<AttemptId, Instant> to = new HashMap<>();
        Stream.concat(
                        history.published().stream()
                                .map(each -> Map.entry(
                                        new AttemptId(
                                                each.event().getVideoId(),
                                                each.event().getAttempt()),
                                        each.timestamp())),
                        history.failed().stream()
                                .filter(each -> each.event().getVideoId().isPresent())
                                .map(each -> Map.entry(
                                        new AttemptId(
                                                each.event().getVideoId().orElseThrow(),
                                                each.event().getAttempt()),
                                        each.timestamp())))
                .forEach(end -> to.putIfAbsent(end.getKey(), end.getValue()));
        return from.entrySet().stream()
                .filter(entry -> to.containsKey(entry.getKey()))
                .map(entry -> new Span(entry.getValue(), to.getOrDefault(entry.getKey(), Instant.MAX)))
                .toList();
    }
}
